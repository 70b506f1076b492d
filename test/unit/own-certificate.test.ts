import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { isPlainOnNetwork, usesTls } from '../../src-main/config/transport-mode.ts';
import { givenCertificate } from '../../src-main/http/tls/given-certificate.ts';
import { machineNames } from '../../src-main/http/tls/machine-names.ts';
import { ownCertificate } from '../../src-main/http/tls/own-certificate.ts';
import { TestAuthority } from '../support/certificates.ts';

const DAY_MS = 86_400_000;
let folder: string;
let now: number;
let names: string[];
let addresses: string[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'orderdeck-tls-')), 'state');
  now = Date.now();
  names = ['localhost', 'bench.local'];
  addresses = ['127.0.0.1', '::1', '192.168.1.20'];
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

/** As a program that has just been started. */
const load = () => ownCertificate({ folder, names: () => ({ names, addresses }), now: () => now }).load();

it('[HTTPS-1] makes a certificate for this machine that can sign nothing else, with its key for this user alone', async () => {
  const { certificate, key } = await load();
  const made = new X509Certificate(certificate);
  expect(made.subjectAltName).toBe(
    'DNS:localhost, DNS:bench.local, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:192.168.1.20',
  );
  expect([made.ca, made.issuer === made.subject, made.verify(made.publicKey)]).toEqual([false, true, true]);
  expect(made.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(Date.parse(made.validTo) - Date.parse(made.validFrom)).toBeLessThanOrEqual(398 * DAY_MS);
  expect(Date.parse(made.validFrom)).toBeLessThan(now);
  expect(key).toContain('PRIVATE KEY');
  expect([statSync(folder).mode & 0o777, statSync(join(folder, 'certificate.pem')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
});

it('[HTTPS-2] keeps it, until the machine has another address, and does not forget the former one then', async () => {
  const first = await load();
  expect(await load()).toEqual(first);
  addresses = ['127.0.0.1', '::1', '10.0.0.7', '2001:db8::7'];
  const second = await load();
  expect(second.certificate).not.toBe(first.certificate);
  const covers = (address: string) => new X509Certificate(second.certificate).checkIP(address) !== undefined;
  expect(['10.0.0.7', '192.168.1.20', '::1', '2001:db8::7', '10.0.0.8'].map(covers)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  addresses = ['127.0.0.1', '192.168.1.20', '2001:db8::8'];
  expect(await load()).toEqual(second);
});

it('[HTTPS-3] makes another one a month before its end, and in the place of one that is damaged', async () => {
  const first = await load();
  now += 360 * DAY_MS;
  expect(await load()).toEqual(first);
  now += 10 * DAY_MS;
  const second = await load();
  expect(Date.parse(new X509Certificate(second.certificate).validTo)).toBeGreaterThan(now + 390 * DAY_MS);
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 700));
  expect((await load()).certificate).not.toBe(second.certificate);
});

it('[HTTPS-4] a folder that cannot be written to is one line that names the variable', async () => {
  writeFileSync(join(folder, '..', 'file'), '');
  folder = join(folder, '..', 'file', 'state');
  await expect(load()).rejects.toThrow(/^STATE_DIR: got ".*state", takes a folder this user can write to: /);
  folder = join(folder, '..', '..', 'x');
});

it('[HTTPS-5] is for loopback alone until others can come, then for all names and addresses of the machine', () => {
  const machine = {
    hostname: 'Bench.fritz.box',
    interfaces: {
      lo: [{ address: '127.0.0.1' }, { address: '::1' }],
      eth0: [{ address: '10.0.0.7' }, { address: 'fe80::1%eth0' }],
    },
  };
  expect(machineNames(loadConfig({}), machine)).toEqual({ names: ['localhost'], addresses: ['127.0.0.1', '::1'] });
  const open = loadConfig({ BIND_ADDRESS: '0.0.0.0', ALLOWED_HOSTS: 'Orders.example:8443,[2001:db8::1]' });
  expect(machineNames(open, machine)).toEqual({
    names: ['localhost', 'bench.fritz.box', 'bench.local', 'orders.example'],
    addresses: ['127.0.0.1', '::1', '10.0.0.7', 'fe80::1', '2001:db8::1'],
  });
});

it('[HTTPS-6] is on where the network can come, unless somebody says otherwise, and plain HTTP there is known', () => {
  const modes = (BIND_ADDRESS: string) =>
    ['auto', 'on', 'off']
      .map((TLS) => loadConfig({ BIND_ADDRESS, TLS }))
      .map((config) => [usesTls(config), isPlainOnNetwork(config)]);
  for (const loopback of ['127.0.0.1', 'localhost', '::1', '127.0.0.9'])
    expect(modes(loopback)).toEqual([
      [false, false],
      [true, false],
      [false, false],
    ]);
  for (const open of ['0.0.0.0', '::', '192.168.1.5', 'bench.example'])
    expect(modes(open)).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
});

it('[HTTPS-7] a certificate that was given wrong is one line that names the variable', async () => {
  const authority = TestAuthority.create();
  try {
    const good = authority.issue('good', 'DNS:localhost');
    const other = authority.issue('other', 'DNS:localhost');
    const loaded = (certificate: string, key: string) =>
      givenCertificate({ TLS_CERT_FILE: certificate, TLS_KEY_FILE: key }).load();
    expect((await loaded(good.certificate, good.key)).certificate).toContain('BEGIN CERTIFICATE');
    await expect(loaded('/nowhere.pem', good.key)).rejects.toThrow(
      /^TLS_CERT_FILE: got "\/nowhere.pem", takes a file that can be read/,
    );
    await expect(loaded(good.key, good.key)).rejects.toThrow(
      /^TLS_CERT_FILE: .* takes a file with a certificate in PEM form$/,
    );
    await expect(loaded(good.certificate, good.certificate)).rejects.toThrow(
      /^TLS_KEY_FILE: .* takes a file with a private key/,
    );
    await expect(loaded(good.certificate, other.key)).rejects.toThrow(
      /^TLS_KEY_FILE: .*, which is not the key of TLS_CERT_FILE$/,
    );
  } finally {
    authority.remove();
  }
  expect(() => loadConfig({ TLS_CERT_FILE: 'a' })).toThrow(/^TLS_KEY_FILE: got ""/);
  expect(() => loadConfig({ TLS_KEY_FILE: 'a' })).toThrow(/^TLS_CERT_FILE: got ""/);
});

it('[HTTPS-8] the connection to the database is encrypted and its certificate checked wherever it leaves this machine', () => {
  const mode = (DB_HOST: string, DB_TLS?: string) => loadConfig({ DB_HOST, ...(DB_TLS && { DB_TLS }) }).DB_TLS;
  expect(['localhost', '127.0.0.1', '::1', 'LOCALHOST'].map((host) => mode(host))).toEqual(Array(4).fill('off'));
  expect(['db.example', '10.0.0.5', 'mysql', 'localhost.example'].map((host) => mode(host))).toEqual(
    Array(4).fill('verify'),
  );
  expect(['off', 'no-verify', 'verify', 'auto'].map((tls) => mode('db.example', tls))).toEqual([
    'off',
    'no-verify',
    'verify',
    'verify',
  ]);
});
