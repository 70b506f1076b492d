import type { DatabaseConnection } from './mysql-connection.ts';

/**
 * Rights of the current user on one table as SHOW GRANTS tells them, upper case. Only what is certain: rights that come
 * through a role may be missing here.
 */
export async function readGrants(
  connection: DatabaseConnection,
  database: string,
  table: string,
): Promise<Set<string>> {
  const rows = await connection.rows('SHOW GRANTS');
  return parseGrants(
    rows.map(([line]) => String(line)),
    database,
    table,
  );
}

const GRANT = /^GRANT (.+?) ON (?:TABLE )?(\*|`(?:[^`]|``)+`)\.(\*|`(?:[^`]|``)+`) TO /;

/** @param lines of SHOW GRANTS */
export function parseGrants(lines: readonly string[], database: string, table: string): Set<string> {
  const rights = new Set<string>();
  for (const line of lines) {
    const [, list, inDatabase, onTable] = GRANT.exec(line) ?? [];
    if (list === undefined || inDatabase === undefined || onTable === undefined) continue;
    if (!matchesDatabase(inDatabase, database)) continue;
    if (onTable !== '*' && unquote(onTable) !== table) continue;
    // Rights on single columns, such as SELECT (id), are not rights on the table.
    for (const right of list.replace(/\w+ \([^)]*\)/g, '').split(',')) rights.add(right.trim().toUpperCase());
  }
  rights.delete('');
  return rights;
}

export function hasRight(rights: ReadonlySet<string>, right: string): boolean {
  return rights.has(right) || rights.has('ALL PRIVILEGES') || rights.has('ALL');
}

/** In a GRANT on a database, `_` and `%` are wildcards unless they are escaped. */
function matchesDatabase(pattern: string, database: string): boolean {
  if (pattern === '*') return true;
  const expression = unquote(pattern).replace(/\\([_%])|[_%]|[.*+?^${}()|[\]\\]/g, (found, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    if (found === '_') return '.';
    return found === '%' ? '.*' : `\\${found}`;
  });
  return new RegExp(`^${expression}$`, 'is').test(database);
}

function unquote(identifier: string): string {
  return identifier.slice(1, -1).replace(/``/g, '`');
}
