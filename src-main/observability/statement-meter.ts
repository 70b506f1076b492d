import type { Stats } from '../../src-shared/rest-api.ts';
import { Histogram, STATEMENT_BOUNDS } from './histogram.ts';

/** Counts the SQL statements of all connections. */
export class StatementMeter {
  private readonly times = new Histogram(STATEMENT_BOUNDS);
  private failed = 0;

  record(ms: number, hasFailed: boolean): void {
    this.times.record(ms);
    if (hasFailed) this.failed++;
  }

  read(): Stats['statements'] {
    return { failed: this.failed, times: this.times.read() };
  }
}
