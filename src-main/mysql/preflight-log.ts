import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

/** So many rows more than are to be kept mean that nobody cleans up. */
const TOLERATED_ROWS = 100_000;

/** Whether the change log can be read to its end and is kept short. @param retentionRows rows that are to be kept */
export async function checkLog(connection: DatabaseConnection, retentionRows: number): Promise<Finding[]> {
  const most = retentionRows + TOLERATED_ROWS;
  const [row] = await connection.rows(
    `SELECT (SELECT MAX(id) FROM order_changes) > ${Number.MAX_SAFE_INTEGER},
       (SELECT COUNT(*) FROM (SELECT 1 FROM order_changes LIMIT ${most + 1}) AS counted)`,
  );
  const findings: Finding[] = [];
  if (Number(row?.[0]) === 1) {
    findings.push({
      code: 'id-too-large',
      severity: 'error',
      message: `The change log has ids beyond ${Number.MAX_SAFE_INTEGER}, which no client can hold; their rows are not read.`,
      repair: `DELETE FROM order_changes WHERE id > ${Number.MAX_SAFE_INTEGER};\nALTER TABLE order_changes AUTO_INCREMENT = 1`,
    });
  }
  if (Number(row?.[1]) > most) {
    findings.push({
      code: 'log-long',
      severity: 'warning',
      message: `The change log has more than ${most} rows although ${retentionRows} are to be kept: a server that reads it stands still, or the clean-up does not come to its end.`,
      repair: null,
    });
  }
  return findings;
}
