import type { DatabaseCandidate, DatabaseCheck } from '../../../src-shared/database-check.ts';
import type { DesktopCallInput } from '../../../src-shared/desktop-bridge.ts';
import type { DatabaseChoice, DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { Turns } from '../../base/turns.ts';
import type { RawConfig } from '../../config/env.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import type { DesktopCallHandlers } from '../ipc/desktop-calls.ts';
import { databaseNames } from '../settings/desktop-config.ts';
import type { SecretBox } from '../settings/secret-box.ts';
import type { SettingsKeeper } from '../settings/settings-keeper.ts';
import { words } from '../words/words.ts';
import { type CompleteCandidate, secretsOf, withPasswords } from './candidate-passwords.ts';
import type { CoreSetup } from './core-setup.ts';
import type { DemoDatabase } from './demo-database.ts';
import { whyNotUsable, wrongPassword } from './judge-check.ts';

export interface DatabaseHandlersDeps {
  readonly settings: SettingsKeeper;
  readonly secrets: SecretBox;
  readonly environment: RawConfig;
  readonly demo: Pick<DemoDatabase, 'offer' | 'start'>;
  readonly core: Pick<CoreSetup, 'apply'>;
  readonly check: (candidate: CompleteCandidate) => Promise<DatabaseCheck>;
  readonly prepare: (candidate: CompleteCandidate) => Promise<DatabaseCheck>;
}

export type DatabaseHandlers = Pick<
  DesktopCallHandlers,
  | 'check-database'
  | 'prepare-database'
  | 'use-database'
  | 'get-demo-offer'
  | 'use-demo'
  | 'give-password'
  | 'keep-secrets'
>;

/** What the window may do about the database: look, prepare, choose, and give the password. */
export function databaseHandlers(deps: DatabaseHandlersDeps): DatabaseHandlers {
  const { settings, secrets, demo, core } = deps;
  const complete = async (candidate: DatabaseCandidate): Promise<CompleteCandidate> => {
    await secrets.load();
    return withPasswords(candidate, (account) => secrets.passwordOf(account));
  };
  // One change after the other, so that passwords and settings that belong together are kept together.
  const turns = new Turns();
  return {
    'check-database': async (candidate) => deps.check(await complete(candidate)),
    'prepare-database': async (candidate) => deps.prepare(await complete(candidate)),
    'use-database': (candidate) =>
      turns.take<undefined>(async () => {
        mayBeChosen(deps.environment);
        await use(await complete(candidate), deps);
      }),
    'get-demo-offer': () => demo.offer(),
    'use-demo': () =>
      turns.take<undefined>(async () => {
        mayBeChosen(deps.environment);
        // Started first: a demo that does not run is not chosen.
        await demo.start();
        try {
          await settings.change(chosen(settings.current, { kind: 'demo' }));
        } finally {
          // One that could not be chosen is ended by this.
          await core.apply();
        }
      }),
    'give-password': (given) =>
      turns.take<undefined>(async () => {
        await givePassword(given, deps);
      }),
    'keep-secrets': (way) =>
      turns.take<undefined>(async () => {
        await secrets.load();
        await secrets.choose(way);
        await core.apply();
      }),
  };
}

async function use(candidate: CompleteCandidate, deps: DatabaseHandlersDeps): Promise<void> {
  const { settings, secrets, core } = deps;
  const reason = whyNotUsable(await deps.check(candidate));
  if (reason !== null) throw new DesktopCallError(reason);
  const { host, port, user, name, tls, setupUser } = candidate;
  const before = secrets.snapshot();
  await secrets.keep(secretsOf(candidate));
  try {
    await settings.change(chosen(settings.current, { kind: 'server', host, port, user, name, tls, setupUser }));
  } catch (error) {
    // Whether or not that works: what failed first is what the person has to put right.
    await secrets.restore(before).catch(() => undefined);
    throw error;
  }
  await core.apply();
}

/** People are kept in the database: in another one nobody may be able to sign in, so the window is not locked there. */
function chosen(current: DesktopSettings, database: DatabaseChoice): Partial<DesktopSettings> {
  return isSame(current.database, database) ? { database } : { database, windowLock: false };
}

function isSame(before: DatabaseChoice, now: DatabaseChoice): boolean {
  if (before.kind !== 'server' || now.kind !== 'server') return before.kind === now.kind;
  return before.host === now.host && before.port === now.port && before.name === now.name;
}

async function givePassword(given: DesktopCallInput<'give-password'>, deps: DatabaseHandlersDeps): Promise<void> {
  const { database } = deps.settings.current;
  if (database.kind !== 'server') throw new DesktopCallError(words.calls.database.noPassword);
  const { kind: _, ...server } = database;
  // Whoever has no password for the other user goes on without that one, as long as the schema needs no change.
  const setupUser = given.setupPassword === '' ? '' : server.setupUser;
  const candidate: CompleteCandidate = { ...server, ...given, setupUser };
  const reason = wrongPassword(await deps.check(candidate));
  if (reason !== null) throw new DesktopCallError(reason);
  await deps.secrets.load();
  await deps.secrets.keep(secretsOf(candidate));
  await deps.core.apply();
}

function mayBeChosen(environment: RawConfig): void {
  const names = databaseNames(environment);
  if (names.length === 0) return;
  throw new DesktopCallError(words.calls.database.named(names));
}
