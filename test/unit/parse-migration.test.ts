import { expect, test } from 'vitest';
import { parseMigration } from '../../src-main/mysql/parse-migration.ts';

test('[SQL-100] cuts a file at the delimiter at the end of a line, and keeps the bodies of triggers whole', () => {
  const { statements } = parseMigration(
    '0001_x',
    [
      '-- words; more words',
      'SET a = 1;',
      'DELIMITER //',
      'CREATE TRIGGER t',
      'BEGIN',
      '  SET b = 2;',
      'END //',
      'DELIMITER ;',
      'DO 0;',
      '',
    ].join('\n'),
  );
  expect(statements.map(({ sql }) => sql)).toEqual(['SET a = 1', 'CREATE TRIGGER t\nBEGIN\n  SET b = 2;\nEND', 'DO 0']);
});

test('[SQL-101] reads what a comment says about the statement below it', () => {
  const { statements } = parseMigration(
    '0001_x',
    `-- @unless table orders
CREATE TABLE orders (id INT);
-- Why.
-- @unless type orders.id bigint and column orders.version
-- @unless referenced orders.id
-- @allow 1833 1832
ALTER TABLE orders MODIFY id BIGINT;
-- @unless index orders (status, id)
-- @unless charset orders utf8mb4
-- @unless trigger orders.t_1
-- @drop-other-log-triggers t_
DO 0;
DO 1;
`,
  );
  expect(statements.map(({ sql, ...rest }) => rest)).toEqual([
    { unless: [[{ kind: 'table', table: 'orders' }]], allow: [], dropOtherLogTriggers: null },
    {
      unless: [
        [
          { kind: 'type', table: 'orders', column: 'id', type: 'bigint' },
          { kind: 'column', table: 'orders', column: 'version' },
        ],
        [{ kind: 'referenced', table: 'orders', column: 'id' }],
      ],
      allow: [1833, 1832],
      dropOtherLogTriggers: null,
    },
    {
      unless: [
        [{ kind: 'index', table: 'orders', columns: ['status', 'id'] }],
        [{ kind: 'charset', table: 'orders', charset: 'utf8mb4' }],
        [{ kind: 'trigger', table: 'orders', trigger: 't_1' }],
      ],
      allow: [],
      dropOtherLogTriggers: 't_',
    },
    { unless: [], allow: [], dropOtherLogTriggers: null },
  ]);
});

test('[SQL-102] the checksum does not depend on line ends, but on everything else', () => {
  const unix = parseMigration('x', 'DO 0;\nDO 1;\n').checksum;
  expect(parseMigration('x', 'DO 0;\r\nDO 1;\r\n').checksum).toBe(unix);
  expect(parseMigration('x', 'DO 0;\nDO 2;\n').checksum).not.toBe(unix);
});

test.each(['-- @unles table a\nDO 0;', '-- @unless tabel a\nDO 0;', 'DO 0;\nDO 1'])(
  '[SQL-103] refuses a file it does not understand: %j',
  (text) => {
    expect(() => parseMigration('0001_x', text)).toThrow(/^0001_x: /);
  },
);
