import type { Clock } from '../../base/clock.ts';
import type {
  AnchoredPosition,
  ChangeLog,
  ConsistentView,
  LogEntry,
  LogRead,
  LogServerSettings,
} from '../change-log.ts';
import type { IdRange } from '../position.ts';
import type { FeedBus } from './feed-bus.ts';

/** However much the leader says, the log itself is looked at so often: it may have been replaced, or cleaned. */
const OWN_READ_MS = 2_000;

/**
 * The change log of a server among several: what one of them reads it tells the others, and only where that does not
 * fit a read goes to the database. To the reader above it is the same log, so all it knows of gaps, epochs and places
 * holds as if it had read everything itself.
 */
export class FedChangeLog implements ChangeLog {
  private lastOwnAt = Number.NEGATIVE_INFINITY;
  ownReads = 0;

  constructor(
    private readonly log: ChangeLog,
    private readonly bus: FeedBus,
    private readonly clock: Clock,
  ) {}

  /** The reader takes a new place: what was heard, and what others heard of it, does not lead there. */
  start(): Promise<AnchoredPosition> {
    this.bus.restarted();
    return this.log.start();
  }

  async read(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[] = []): Promise<LogRead> {
    // With no limit above the head the reader holds still, and looking at the dead is its own business.
    const mayBeFed = limit > 0 && alsoWatch.length === 0 && this.clock.monotonic() - this.lastOwnAt < OWN_READ_MS;
    const heard = mayBeFed ? this.bus.take(from) : null;
    if (heard !== null) return { ...heard, isHeard: true };
    const mark = this.bus.mark();
    const read = await this.log.read(from, limit, alsoWatch);
    this.ownReads++;
    this.lastOwnAt = this.clock.monotonic();
    const isWhole = read.anchor === 'same' && limit > 0 && !read.more && !read.moreLate;
    this.bus.hasRead(read, alsoWatch, isWhole ? mark : null);
    return read;
  }

  probe(ranges: readonly IdRange[]): Promise<readonly number[]> {
    return this.log.probe(ranges);
  }

  serverSettings(): Promise<LogServerSettings> {
    return this.log.serverSettings();
  }

  openView(since: AnchoredPosition, onUnseen?: (entries: readonly LogEntry[]) => void): Promise<ConsistentView> {
    return this.log.openView(since, onUnseen);
  }
}
