import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/free-port.mjs';
import type { DatabaseCandidate } from '../../src-shared/database-check.ts';
import type { DesktopNotice, DesktopState } from '../../src-shared/desktop-bridge.ts';
import type { DesktopSettings } from '../../src-shared/desktop-settings.ts';
import type { TestDatabase } from './database.ts';

/** For an environment that leaves the ports to the settings. */
export const OWN_PORTS = { PORT: undefined, WS_PORT: undefined };

/** A new folder of user data whose settings are these, on free ports. */
export async function userDataWith(top: string, settings: Partial<DesktopSettings>): Promise<string> {
  const folder = mkdtempSync(join(top, 'data-'));
  const ports = { port: await freePort(), wsPort: await freePort() };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ports, ...settings }));
  return folder;
}

/** A test's database as somebody would type it in. */
export function candidateOf({ env, name }: TestDatabase, changes: Partial<DatabaseCandidate> = {}): DatabaseCandidate {
  const server = { host: env.DB_HOST, port: Number(env.DB_PORT), user: env.DB_USER, password: env.DB_PASSWORD };
  return { ...server, name, tls: 'off', setupUser: '', setupPassword: '', ...changes };
}

export function noticeIn({ notices }: DesktopState, id: DesktopNotice['id']): DesktopNotice | undefined {
  return notices.find((notice) => notice.id === id);
}
