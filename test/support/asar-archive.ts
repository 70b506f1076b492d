import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface AsarFile {
  readonly path: string;
  readonly content: Buffer;
  /** SHA-256 in hexadecimal, as the archive's directory has it; `null` without. */
  readonly hash: string | null;
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly offset?: string;
  readonly size?: number;
  readonly integrity?: { readonly algorithm: string; readonly hash: string };
}

// Two numbers of four bytes each in front: of a number, and of the directory, which begins with its own two lengths.
const HEADER = 16;

/** Every file of an archive as Electron reads it (https://github.com/electron/asar). */
export function readAsar(file: string): AsarFile[] {
  const bytes = readFileSync(file);
  const start = 8 + bytes.readUInt32LE(4);
  const directory = JSON.parse(bytes.toString('utf8', HEADER, HEADER + bytes.readUInt32LE(12))) as Entry;
  return filesIn(directory, '', (offset, size) => bytes.subarray(start + offset, start + offset + size));
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function filesIn(entry: Entry, path: string, read: (offset: number, size: number) => Buffer): AsarFile[] {
  if (entry.files === undefined) {
    const { integrity, offset, size } = entry;
    // A file outside the archive, or a link, has no place in it.
    if (offset === undefined || size === undefined) throw new Error(`${path} does not lie in the archive`);
    return [
      { path, content: read(Number(offset), size), hash: integrity?.algorithm === 'SHA256' ? integrity.hash : null },
    ];
  }
  return Object.entries(entry.files).flatMap(([name, child]) =>
    filesIn(child, path === '' ? name : `${path}/${name}`, read),
  );
}
