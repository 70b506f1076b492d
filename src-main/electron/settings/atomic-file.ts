import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { words } from '../words/words.ts';

/** What writing a file takes of the system; a test hands in one that fails. */
export type FileOperations = Pick<typeof fs, 'open' | 'rename' | 'rm'>;

/**
 * Puts a file in place whole: whenever the machine stops, the former or the new content is there, never a part of it.
 *
 * @param mode rights of the new file, for example 0o600
 * @throws Error of the system; the former file is then untouched
 */
export async function writeAtomically(
  path: string,
  text: string,
  mode: number,
  files: FileOperations = fs,
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    const handle = await files.open(temporary, 'w', mode);
    try {
      // One that a crash left behind keeps the rights it had.
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, path);
  } catch (error) {
    // On the way to tell what failed, a temporary file that stays is no further failure.
    await files.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path), files);
}

/** Makes the new name survive a power cut. */
async function syncFolder(folder: string, files: FileOperations): Promise<void> {
  try {
    const handle = await files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some file systems cannot do this for a folder; the file itself is written and in place.
  }
}

/** Why a file could not be written, as the end of a sentence. */
export function writeFailure(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return words.calls.files.diskFull;
    case 'EACCES':
    case 'EPERM':
      return words.calls.files.noRight;
    case 'EROFS':
      return words.calls.files.readOnly;
    default:
      return words.calls.files.other(code ?? (error as Error).message);
  }
}
