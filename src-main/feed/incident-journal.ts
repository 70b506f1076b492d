import type { Clock } from '../base/clock.ts';
import type { Logger } from '../observability/logger.ts';
import { Tally } from '../observability/tally.ts';
import type { FeedIncident, IncidentLog } from './change-feed.ts';

export interface Incident {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly code: FeedIncident;
  readonly message: string;
}

const KEPT = 50;
const HARMLESS: readonly FeedIncident[] = ['connection-back', 'bus-back', 'hint-lost', 'hint-back', 'replica-back'];

/** The last incidents, for the monitor, and all of them in the log. */
export class IncidentJournal implements IncidentLog {
  private readonly kept: Incident[] = [];
  private readonly tally = new Tally<FeedIncident>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  record(code: FeedIncident, message: string, facts: object = {}): void {
    this.tally.add(code);
    this.kept.unshift({ at: new Date(this.clock.now()).toISOString(), code, message });
    this.kept.length = Math.min(this.kept.length, KEPT);
    if (HARMLESS.includes(code)) this.logger.info({ ...facts, incident: code }, message);
    else this.logger.warn({ ...facts, incident: code }, message);
  }

  /** How many of each kind there have been. */
  get counts(): Readonly<Record<string, number>> {
    return this.tally.read();
  }

  /** Newest first. */
  get recent(): readonly Incident[] {
    return this.kept;
  }
}
