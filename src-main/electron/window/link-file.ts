import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseStartArguments, type StartArguments } from './start-arguments.ts';

/** Files that hold one of our links and nothing else, for mails and folders where a link cannot be clicked. */
const ENDING = '.orderdeck';
/** More than a link needs. A file comes from anywhere, so no more of it is read. */
const MAX_BYTES = 256;

/**
 * What a start of the program asks for, where it may name a link file instead of a link.
 *
 * @param argv the program first
 * @param folder in which it was started
 */
export function readStart(argv: readonly string[], folder: string): StartArguments {
  const start = parseStartArguments(argv);
  const file = argv.slice(1).find((argument) => !argument.startsWith('-') && argument.toLowerCase().endsWith(ENDING));
  if (start.link !== null || file === undefined) return start;
  return { ...start, link: readLinkFile(file, folder) };
}

/** @returns what the file holds, be it a link or not; its own name when it cannot be read */
export function readLinkFile(file: string, folder: string): string {
  try {
    // Desktops on Linux hand over files as addresses.
    const path = file.startsWith('file:') ? fileURLToPath(file) : resolve(folder, file);
    const bytes = Buffer.alloc(MAX_BYTES);
    const handle = openSync(path, 'r');
    try {
      return bytes.toString('utf8', 0, readSync(handle, bytes, 0, MAX_BYTES, 0)).trim();
    } finally {
      closeSync(handle);
    }
  } catch {
    return file;
  }
}
