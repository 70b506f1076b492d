import type { ErrorCode } from '../../src-shared/error-code.ts';
import { DeliveryMeter } from './delivery-meter.ts';
import { Histogram, LAG_BOUNDS, STATEMENT_BOUNDS } from './histogram.ts';
import { RequestMeter } from './request-meter.ts';
import { StatementMeter } from './statement-meter.ts';
import { Tally } from './tally.ts';

/** What is counted while it happens. Everything else is asked of the parts when somebody wants to know. */
export interface Meters {
  /** Commit of a change to its hand-over to the sockets. */
  readonly lags: Histogram;
  /** Reads of the change log. */
  readonly reads: Histogram;
  readonly deliveries: DeliveryMeter;
  readonly statements: StatementMeter;
  readonly requests: RequestMeter;
  readonly problems: Tally<ErrorCode>;
}

export function createMeters(): Meters {
  return {
    lags: new Histogram(LAG_BOUNDS),
    reads: new Histogram(STATEMENT_BOUNDS),
    deliveries: new DeliveryMeter(),
    statements: new StatementMeter(),
    requests: new RequestMeter(),
    problems: new Tally(),
  };
}
