import { createHash } from 'node:crypto';

/** Something the schema may already have. Tables and columns as they are called in this database. */
export type SchemaCondition =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'column'; readonly table: string; readonly column: string }
  /** The column's type is exactly this (`bigint` is signed). */
  | { readonly kind: 'type'; readonly table: string; readonly column: string; readonly type: string }
  /** A foreign key of another table points at the column. */
  | { readonly kind: 'referenced'; readonly table: string; readonly column: string }
  /** Some index begins with these columns. */
  | { readonly kind: 'index'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'trigger'; readonly table: string; readonly trigger: string }
  /** Every text column of the table has this character set. */
  | { readonly kind: 'charset'; readonly table: string; readonly charset: string };

export interface MigrationStatement {
  readonly sql: string;
  /** The statement is left out when all conditions of one of these lines hold. */
  readonly unless: readonly (readonly SchemaCondition[])[];
  /** Error numbers that mean "cannot be done here, go on without". */
  readonly allow: readonly number[];
  /** Before it: drop the triggers on `orders` that write the log and whose names do not begin with this. */
  readonly dropOtherLogTriggers: string | null;
}

export interface Migration {
  /** The file's name without its ending, for example `0001_tables`; the sequence is that of the names. */
  readonly name: string;
  /** SHA-256 of the text, whatever its line ends. */
  readonly checksum: string;
  readonly statements: readonly MigrationStatement[];
}

/**
 * One file of `sql/migrations`: plain SQL for the `mysql` client, in which a statement ends with the delimiter at the
 * end of a line, and comment lines with an `@` speak to this program.
 *
 * @throws Error for an unknown `@` line or a statement without an end
 */
export function parseMigration(name: string, text: string): Migration {
  const normal = text.replace(/\r\n/g, '\n');
  const statements: MigrationStatement[] = [];
  let delimiter = ';';
  let lines: string[] = [];
  let directives: string[] = [];
  for (const line of normal.split('\n')) {
    const trimmed = line.trim();
    if (lines.length === 0) {
      const change = /^DELIMITER\s+(\S+)$/i.exec(trimmed);
      if (change?.[1] !== undefined) {
        delimiter = change[1];
        continue;
      }
      const directive = /^--\s*@(.+)$/.exec(trimmed);
      if (directive?.[1] !== undefined) directives.push(directive[1].trim());
      if (trimmed === '' || trimmed.startsWith('--')) continue;
    }
    lines.push(line);
    if (!trimmed.endsWith(delimiter)) continue;
    const sql = lines.join('\n').trim();
    statements.push(statementOf(name, sql.slice(0, -delimiter.length).trim(), directives));
    lines = [];
    directives = [];
  }
  if (lines.length > 0) throw new Error(`${name}: the last statement has no end`);
  return { name, checksum: createHash('sha256').update(normal).digest('hex'), statements };
}

function statementOf(name: string, sql: string, directives: readonly string[]): MigrationStatement {
  const unless: SchemaCondition[][] = [];
  const allow: number[] = [];
  let dropOtherLogTriggers: string | null = null;
  for (const directive of directives) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(directive) ?? [];
    if (word === 'unless') unless.push(rest.split(/\s+and\s+/).map((condition) => parseCondition(name, condition)));
    else if (word === 'allow') allow.push(...rest.split(/\s+/).map(Number));
    else if (word === 'drop-other-log-triggers') dropOtherLogTriggers = rest;
    else throw new Error(`${name}: unknown line @${directive}`);
  }
  return { sql, unless, allow, dropOtherLogTriggers };
}

function parseCondition(name: string, text: string): SchemaCondition {
  const index = /^index (\w+) \((.+)\)$/.exec(text);
  if (index !== null) {
    return {
      kind: 'index',
      table: index[1] ?? '',
      columns: (index[2] ?? '').split(',').map((column) => column.trim()),
    };
  }
  const [, kind, table = '', part = '', more = ''] = /^(\w+) (\w+)(?:\.(\w+))?(?: (\S+))?$/.exec(text) ?? [];
  switch (kind) {
    case 'table':
      return { kind, table };
    case 'column':
    case 'referenced':
      return { kind, table, column: part };
    case 'type':
      return { kind, table, column: part, type: more };
    case 'trigger':
      return { kind, table, trigger: part };
    case 'charset':
      return { kind, table, charset: more };
    default:
      throw new Error(`${name}: unknown condition ${text}`);
  }
}
