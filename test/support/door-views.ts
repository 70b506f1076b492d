import type { Locator, Page } from 'playwright-core';
import type { AuditEntry } from '../../src-shared/access.ts';
import type { SessionInfo } from '../../src-shared/session-info.ts';
import type { PlayedAccess } from './played-access.ts';

/** One page of the door, or of what admins see of it. */
interface DoorView {
  readonly info?: Partial<SessionInfo>;
  readonly hash: string;
  /** Returns when all of it is drawn. */
  readonly show: (page: Page) => Promise<void>;
}

const AT = '2026-01-05T08:00:00.000Z';
const ADA = { kind: 'person', name: 'Ada', role: 'admin', sessionId: 's1' } as const;
const NOBODY: SessionInfo = {
  mode: 'shared',
  principal: null,
  device: null,
  quickSwitch: false,
  needsFirstAdmin: false,
  warnings: [],
};
const AT_BENCH: Partial<SessionInfo> = { device: { id: 3, name: 'Bench 3', role: 'viewer' }, quickSwitch: true };
const FINGERPRINT = Array.from({ length: 32 }, (_, byte) => ((byte * 37 + 11) % 256).toString(16).padStart(2, '0'));

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
const SECTIONS = ['People', 'Devices', 'Signed in', 'Audit'];
/** @param has what stands in that section once it has been answered; elsewhere the same words may be a choice */
const settingsAt = (name: string, has: (part: Locator) => Locator): DoorView => ({
  info: { principal: ADA },
  hash: '#/settings',
  show: async (page) => {
    const part = page.getByRole('region', { name, exact: true });
    for (const all of SECTIONS) await page.getByRole('region', { name: all, exact: true }).waitFor();
    await has(part).first().waitFor();
    await part.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  },
});
const says =
  (words: string) =>
  (part: Locator): Locator =>
    part.getByText(words);

/** By the name of their pictures. */
const DOOR_VIEWS = {
  'sign-in': { hash: '', show: (page) => heading(page, 'Sign in') },
  bench: { info: AT_BENCH, hash: '', show: (page) => page.getByRole('button', { name: /^Bo\b/ }).waitFor() },
  'bench-pin': {
    info: AT_BENCH,
    hash: '',
    show: async (page) => {
      await page.getByRole('button', { name: /^Bo\b/ }).click();
      await heading(page, 'PIN of Bo');
    },
  },
  'first-admin-missing': {
    info: { needsFirstAdmin: true },
    hash: '',
    show: (page) => heading(page, 'Nobody can sign in yet'),
  },
  'first-admin': {
    info: { needsFirstAdmin: true },
    hash: '#/first-admin/s3cret',
    show: (page) => heading(page, 'The first admin'),
  },
  join: { hash: '#/join', show: (page) => page.getByText('WXYZ-1234').waitFor() },
  pair: { hash: `#/pair/ABCD-EFGH/${FINGERPRINT.join('')}`, show: (page) => heading(page, 'Joining') },
  people: settingsAt('People', says('Signs in by: PIN')),
  devices: settingsAt('Devices', says('joined by Ada')),
  'signed-in': settingsAt('Signed in', says('at Bench 3, 192.168.1.40')),
  audit: settingsAt('Audit', (part) => part.getByRole('cell', { name: 'Sign-in refused' })),
  'join-device': {
    info: { principal: ADA },
    hash: '#/settings',
    show: async (page) => {
      await page.getByRole('button', { name: 'Join a device' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Bench 4');
      await dialog.getByRole('button', { name: 'Make a code' }).click();
      await dialog.getByRole('img', { name: 'QR code that joins Bench 4' }).waitFor();
    },
  },
  'add-person': {
    info: { principal: ADA },
    hash: '#/settings',
    show: async (page) => {
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByRole('dialog', { name: 'Add a person' }).waitFor();
    },
  },
  'scan-viewer': {
    info: { principal: { ...ADA, name: 'Vi', role: 'viewer' } },
    hash: '#/scan',
    show: (page) => page.getByText('Scanning is not yours to do here').waitFor(),
  },
  unsafe: {
    info: { principal: ADA, warnings: ['no-login', 'plain-http'] },
    hash: '#/orders',
    show: (page) => page.getByRole('region', { name: 'Safety' }).waitFor(),
  },
} satisfies Readonly<Record<string, DoorView>>;
export type DoorViewName = keyof typeof DOOR_VIEWS;

/** Fills what `access` answers, as of a small warehouse. */
export function fillAccess(access: PlayedAccess): void {
  const expiresAt = (): string => new Date(Date.now() + 120_000).toISOString();
  const person = {
    disabled: false,
    hasPassword: true,
    hasBadge: true,
    lockedUntil: null,
    lastSeenAt: AT,
    createdAt: AT,
  };
  const [ada, bo] = [
    { ...person, id: 1, name: 'Ada', role: 'admin', hasPin: false },
    { ...person, id: 2, name: 'Bo', role: 'operator', hasPassword: false, hasPin: true, hasBadge: false },
  ];
  access.on('GET /api/session/people', () => [ada, bo].map(({ id, name, role }) => ({ id, name, role })));
  access.on('GET /api/people', () => [ada, bo]);
  const seen = { createdBy: 'Ada', createdAt: AT, lastSeenAt: AT, userAgent: null };
  access.on('GET /api/devices', () => [
    { ...seen, id: 3, name: 'Bench 3', role: 'operator', lastAddress: '192.168.1.40', connections: 1 },
    { ...seen, id: 4, name: 'Wall', role: 'viewer', lastAddress: '192.168.1.41', connections: 0 },
  ]);
  const place = { kind: 'browser', userAgent: null, createdAt: AT, lastSeenAt: AT, expiresAt: AT };
  access.on('GET /api/sessions', () => [
    { ...place, id: 's1', person: 'Ada', device: null, address: '192.168.1.7' },
    { ...place, id: 's2', person: 'Bo', device: 'Bench 3', address: '192.168.1.40' },
  ]);
  access.on('GET /api/audit', () => ({ entries: records(), next: 1 }));
  access.on('POST /api/pairings', () => ({
    code: 'ABCD-EFGH',
    urls: [`https://192.168.1.20:3000/#/pair/ABCD-EFGH/${FINGERPRINT.join('')}`],
    fingerprint: FINGERPRINT.join(':').toUpperCase(),
    expiresAt: expiresAt(),
  }));
  access.on('POST /api/pairings/requests', () => ({ code: 'WXYZ-1234', claim: 'c1', expiresAt: expiresAt() }));
  access.on('POST /api/pairings/requests/claim', () => ({ state: 'waiting' }));
}

function records(): AuditEntry[] {
  const [desk, bench, elsewhere] = ['192.168.1.7', '192.168.1.40', '192.168.1.99'];
  const all: readonly Omit<AuditEntry, 'id' | 'at'>[] = [
    { kind: 'export', actor: 'Ada', address: desk, detail: { status: 'shipped', q: 'phone' } },
    { kind: 'switched', actor: 'Bo', address: bench, detail: { from: 'Ada', bench: 'Bench 3' } },
    { kind: 'sign-in', actor: 'Bo', address: bench, detail: { by: 'pin' } },
    { kind: 'sign-in-refused', actor: 'Bo', address: bench, detail: { by: 'pin', why: 'wrong', times: 2 } },
    { kind: 'refused', actor: 'Bo', address: bench, detail: { method: 'DELETE', path: '/api/orders/:id' } },
    { kind: 'refused', actor: '', address: elsewhere, detail: { what: 'pairing-code', why: 'late' } },
    { kind: 'device-joined', actor: 'Ada', address: bench, detail: { name: 'Bench 3', role: 'operator' } },
    {
      kind: 'person-changed',
      actor: 'Ada',
      address: desk,
      detail: { name: 'Bo', role: 'operator', formerRole: 'viewer' },
    },
    { kind: 'settings-changed', actor: 'console@window', address: desk, detail: { sharing: 'on', windowLock: 'on' } },
    { kind: 'first-admin', actor: 'Ada', address: desk, detail: {} },
  ];
  return all.map((entry, index) => ({ ...entry, id: all.length - index, at: AT }));
}

/** Opens one of them in a page whose access is played. @param url of the server, without a slash at the end */
export async function showDoorView(page: Page, access: PlayedAccess, url: string, name: DoorViewName): Promise<void> {
  const view: DoorView = DOOR_VIEWS[name];
  access.info = { ...NOBODY, ...view.info };
  // Another page of this server first: an address that differs behind the # alone does not load the console anew.
  await page.goto(`${url}/health`);
  await page.goto(`${url}/${view.hash}`);
  await view.show(page);
}
