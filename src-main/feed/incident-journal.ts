import type { Clock } from '../base/clock.ts';
import type { Logger } from '../observability/logger.ts';
import type { FeedIncident, IncidentLog } from './change-feed.ts';

export interface Incident {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly code: FeedIncident;
  readonly message: string;
}

const KEPT = 50;
const HARMLESS: readonly FeedIncident[] = ['connection-back'];

/** The last incidents, for the monitor, and all of them in the log. */
export class IncidentJournal implements IncidentLog {
  private readonly kept: Incident[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  record(code: FeedIncident, message: string, facts: object = {}): void {
    this.kept.unshift({ at: new Date(this.clock.now()).toISOString(), code, message });
    this.kept.length = Math.min(this.kept.length, KEPT);
    if (HARMLESS.includes(code)) this.logger.info({ ...facts, incident: code }, message);
    else this.logger.warn({ ...facts, incident: code }, message);
  }

  /** Newest first. */
  get recent(): readonly Incident[] {
    return this.kept;
  }
}
