import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository.mjs';

/** A source file, its path relative to the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

const GENERATED = new Set(['node_modules', 'out', 'dist', '.git', '.orderdeck', 'test-results']);

/** The files below `folders` whose names end in one of `endings`, in alphabetical order. */
export function sourceFiles(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => pathsBelow(folder))
    .filter((path) => endings.some((end) => path.endsWith(end)))
    .map(read);
}

/** The text of one file of the repository. */
export function textOf(path: string): string {
  return read(path).text;
}

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) };
}

function pathsBelow(folder: string): string[] {
  // A folder that holds nothing yet is not in a clone.
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !GENERATED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsBelow(path) : [path];
    });
}
