/// <reference types="vite/types/importMeta.d.ts" />
import { type Migration, parseMigration } from './parse-migration.ts';

// Bundled as text, so that the server needs no file beside its own.
const files: Record<string, string> = import.meta.glob('../../sql/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The migrations of this build, in sequence. */
export function loadMigrations(): readonly Migration[] {
  return Object.keys(files)
    .sort()
    .map((path) => parseMigration(path.replace(/^.*\//, '').replace(/\.sql$/, ''), files[path] ?? ''));
}
