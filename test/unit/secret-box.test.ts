import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretBox } from '../../src-main/electron/settings/secret-box.ts';
import { SecretsFile } from '../../src-main/electron/settings/secrets-file.ts';
import { secretsNotice } from '../../src-main/electron/settings/secrets-notice.ts';
import { failingFiles } from '../support/failing-files.ts';
import { FakeKeyring } from '../support/fake-keyring.ts';

const ROOT = { user: 'root', host: 'db.example' };
const SECRET = { ...ROOT, password: 'pass word of the test' };

let folder: string;
let keyring: FakeKeyring;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-secrets-'));
  keyring = new FakeKeyring();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'secrets.json');
const onDisk = () => (existsSync(path()) ? readFileSync(path(), 'utf8') : '');

/** The box as the next start of the program finds it. */
async function opened(): Promise<SecretBox> {
  const box = new SecretBox(new SecretsFile(folder), keyring);
  await box.load();
  return box;
}

describe('the passwords of the database', () => {
  it('[SET-30] are kept encrypted where there is a keyring', async () => {
    const box = await opened();
    expect(box.storage).toBe('keyring');
    await box.keep([SECRET]);
    expect((await opened()).passwordOf(ROOT)).toBe(SECRET.password);
    expect(onDisk()).not.toContain(SECRET.password);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(secretsNotice(await opened())).toBeNull();
  });

  it('[SET-31] are given out for the same user on the same host alone', async () => {
    const box = await opened();
    await box.keep([SECRET, { user: 'setup', host: 'db.example', password: 'other' }]);
    expect(box.passwordOf({ user: 'root', host: 'DB.example ' })).toBe(SECRET.password);
    expect(box.passwordOf({ user: 'setup', host: 'db.example' })).toBe('other');
    expect(box.passwordOf({ user: 'root', host: 'other.example' })).toBeNull();
    expect(box.passwordOf({ user: 'app', host: 'db.example' })).toBeNull();
    await box.keep([{ ...SECRET, user: 'app' }]);
    expect(box.passwordOf(ROOT)).toBeNull();
  });

  it('[SET-32] are not written without a keyring before the person has said where', async () => {
    keyring.present = false;
    const box = await opened();
    expect(box.storage).toBe('ask');
    expect(secretsNotice(box)).toBeNull();
    await box.keep([SECRET]);
    expect(box.passwordOf(ROOT)).toBe(SECRET.password);
    expect(onDisk()).not.toContain(SECRET.password);
    expect(secretsNotice(box)).toMatchObject({ id: 'secrets-unsafe', dismissible: false });
    expect((await opened()).passwordOf(ROOT)).toBeNull();
  });

  it('[SET-33] are kept in a file that only its owner can read, if the person said so', async () => {
    keyring.present = false;
    writeFileSync(path(), '{"storage":null,"passwords":{}}', { mode: 0o644 });
    const box = await opened();
    await box.keep([SECRET]);
    await box.choose('file');
    expect(secretsNotice(box)).toBeNull();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const next = await opened();
    expect([next.storage, next.passwordOf(ROOT)]).toEqual(['file', SECRET.password]);
  });

  it('[SET-34] are forgotten at the end of the program, if the person said so, and leave the file', async () => {
    keyring.present = false;
    const box = await opened();
    await box.choose('file');
    await box.keep([SECRET]);
    await box.choose('memory');
    expect(onDisk()).not.toContain(SECRET.password);
    expect(secretsNotice(box)).toBeNull();
    const next = await opened();
    expect([next.storage, next.passwordOf(ROOT)]).toEqual(['memory', null]);
  });

  it('[SET-35] are remembered without asking when they are empty, which is no secret', async () => {
    keyring.present = false;
    const box = await opened();
    await box.keep([{ ...ROOT, password: '' }]);
    expect(secretsNotice(box)).toBeNull();
    expect((await opened()).passwordOf(ROOT)).toBe('');
  });

  it('[SET-36] are asked for again, with the reason, when another key had encrypted them', async () => {
    await (await opened()).keep([SECRET]);
    keyring.key = 'key of another user';
    const box = await opened();
    expect(box.passwordOf(ROOT)).toBeNull();
    expect(secretsNotice(box)?.message).toMatch(/password of root@db\.example was encrypted by another user.*type it/);
    await box.keep([SECRET]);
    expect(secretsNotice(box)).toBeNull();
    expect((await opened()).passwordOf(ROOT)).toBe(SECRET.password);
  });

  it('[SET-36] and when the keyring is not there any more', async () => {
    await (await opened()).keep([SECRET]);
    keyring.present = false;
    const box = await opened();
    expect([box.storage, box.passwordOf(ROOT)]).toEqual(['ask', null]);
    expect(secretsNotice(box)?.message).toMatch(/keyring that holds the password of root@db\.example is not there/);
  });

  it('[SET-37] move into a keyring that comes later', async () => {
    keyring.present = false;
    const box = await opened();
    await box.choose('file');
    await box.keep([SECRET]);
    expect(onDisk()).toContain(SECRET.password);
    keyring.present = true;
    const next = await opened();
    expect([next.storage, next.passwordOf(ROOT)]).toEqual(['keyring', SECRET.password]);
    expect(onDisk()).not.toContain(SECRET.password);
    await expect(next.choose('file')).rejects.toThrow('has a keyring');
  });

  it.each(['', '{', '[]', '{"storage":"keyring","passwords":{"root@db.example":"text"}}'])(
    '[SET-38] are asked for when their file is broken (%s), which is set aside',
    async (text) => {
      writeFileSync(path(), text);
      const box = await opened();
      expect(box.passwordOf(ROOT)).toBeNull();
      expect(secretsNotice(box)?.message).toMatch(/kept passwords could not be used/);
      expect(readFileSync(join(folder, 'secrets.broken.json'), 'utf8')).toBe(text);
    },
  );

  it('[SET-39] stay as they were when the new ones cannot be written', async () => {
    await (await opened()).keep([SECRET]);
    const box = new SecretBox(new SecretsFile(folder, failingFiles('write', 'ENOSPC')), keyring);
    await box.load();
    const error = await box.keep([{ ...SECRET, password: 'never told' }]).catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(/could not be kept: the disk is full/);
    expect(String(error)).not.toContain('never told');
    expect(box.passwordOf(ROOT)).toBe(SECRET.password);
    expect((await opened()).passwordOf(ROOT)).toBe(SECRET.password);
  });

  it('[SET-39] and so does the choice of where', async () => {
    keyring.present = false;
    const box = new SecretBox(new SecretsFile(folder, failingFiles('rename', 'EACCES')), keyring);
    await box.load();
    await expect(box.choose('file')).rejects.toThrow('no right to write');
    expect(box.storage).toBe('ask');
  });
});
