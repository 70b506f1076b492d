import { expect, test } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { recordAtWindow } from '../../src-main/auth/window-record.ts';
import { AppError } from '../../src-main/base/app-error.ts';
import { settingsFacts } from '../../src-main/electron/settings/settings-facts.ts';
import { DEFAULT_DESKTOP_SETTINGS as DEFAULTS, type DesktopSettings } from '../../src-shared/desktop-settings.ts';
import { principal } from '../support/principal.ts';

const SERVER: DesktopSettings['database'] = {
  kind: 'server',
  host: 'db.example',
  port: 3306,
  user: 'shop',
  name: 'orders',
  tls: 'verify',
  setupUser: '',
};

test('[WIN-9] of the settings, what concerns safety goes on record, and nothing else', () => {
  const facts = (changes: Partial<DesktopSettings>, before: DesktopSettings = DEFAULTS) =>
    settingsFacts({ ...before, ...changes }, before);
  expect(facts({ sharing: true })).toEqual({ sharing: 'on' });
  expect(facts({ sharing: false }, { ...DEFAULTS, sharing: true })).toEqual({ sharing: 'off' });
  expect(facts({ windowLock: true })).toEqual({ windowLock: 'on' });
  expect(facts({ database: { kind: 'demo' } })).toEqual({ database: 'demo', from: 'none' });
  expect(facts({ database: SERVER, windowLock: false }, { ...DEFAULTS, windowLock: true })).toEqual({
    windowLock: 'off',
    database: 'shop@db.example:3306/orders',
    from: 'none',
  });
  expect(facts({ updates: { check: true, feedUrl: 'https://updates.example' } })).toEqual({
    updatesFrom: 'https://updates.example',
  });
  expect(facts({ language: 'de', closeToTray: true, ports: { port: 3001, wsPort: 8081 } })).toBeNull();
  expect(facts({})).toBeNull();
});

test('[WIN-10] a change at the window is on record as that of who is signed in there, else as the window’s', async () => {
  const records: AuditRecord[] = [];
  const audit = { record: (record: AuditRecord) => records.push(record) };
  const credentials = { address: 'window', userAgent: null, bearer: null, session: null, device: null, isWindow: true };
  const ada = { identify: async () => principal('Ada', 'admin') };
  const nobody = { identify: () => Promise.reject(new AppError('unauthenticated', 'Sign in.')) };
  await recordAtWindow({ access: ada, audit }, credentials, { windowLock: 'off' });
  await recordAtWindow({ access: nobody, audit }, credentials, { windowLock: 'on' });
  expect(records).toEqual([
    { kind: 'settings-changed', actor: 'Ada', address: 'window', detail: { windowLock: 'off' } },
    { kind: 'settings-changed', actor: 'console@window', address: 'window', detail: { windowLock: 'on' } },
  ]);
});
