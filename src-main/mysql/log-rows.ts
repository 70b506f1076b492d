import type { Clock } from '../base/clock.ts';
import type { SqlRunner } from './mysql-connection.ts';

/** A longer log is not counted to its end: somebody looks at this every few seconds. */
const MOST_COUNTED = 100_000;
export const COUNT_LOG_ROWS = `SELECT COUNT(*) AS counted FROM (SELECT 1 FROM order_changes LIMIT ${MOST_COUNTED + 1}) AS log_rows`;
/** A count is given again for so long, in milliseconds, whoever asks. */
const FRESH_MS = 10_000;

export interface LogRows {
  /** `null` when MySQL did not answer. */
  readonly rows: number | null;
  /** There are more, which were not counted. */
  readonly rowsAtLeast: boolean;
}

export const UNKNOWN_LOG_ROWS: LogRows = { rows: null, rowsAtLeast: false };

/** @param counted the answer of `COUNT_LOG_ROWS` */
export function countedLogRows(counted: number): { readonly rows: number; readonly rowsAtLeast: boolean } {
  return { rows: Math.min(counted, MOST_COUNTED), rowsAtLeast: counted > MOST_COUNTED };
}

/** How long the change log is, counted now and then however often it is asked. */
export class LogRowCount {
  private countedAt = Number.NEGATIVE_INFINITY;
  private last: Promise<LogRows> = Promise.resolve(UNKNOWN_LOG_ROWS);

  constructor(
    private readonly database: Pick<SqlRunner, 'query'>,
    private readonly clock: Clock,
  ) {}

  /** Never rejects. */
  read(): Promise<LogRows> {
    const now = this.clock.monotonic();
    if (now - this.countedAt < FRESH_MS) return this.last;
    this.countedAt = now;
    this.last = this.count().catch(() => {
      // What keeps the count from being made is told by everything else that reads the log.
      this.countedAt = Number.NEGATIVE_INFINITY;
      return UNKNOWN_LOG_ROWS;
    });
    return this.last;
  }

  private async count(): Promise<LogRows> {
    const [row] = await this.database.query<{ counted: number }>(COUNT_LOG_ROWS);
    return countedLogRows(Number(row?.counted ?? 0));
  }
}
