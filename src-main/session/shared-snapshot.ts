import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { AnchoredPosition, ChangeLog, ConsistentView } from '../feed/change-log.ts';
import { covers } from '../feed/position.ts';
import type { Hub, Subscriber } from '../hub/hub.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';

/** Some orders of a snapshot, serialised once for everybody. */
export interface SnapshotChunk {
  /** JSON of the orders, separated by commas, without brackets. */
  rows: Buffer;
  v1?: OutgoingMessage;
}

/** The orders as of one instant, read once and handed to every session that asked meanwhile. */
export class SharedSnapshot {
  private readonly chunks: SnapshotChunk[] = [];
  private done = false;
  private failure: unknown = null;
  private waiting: (() => void)[] = [];

  /** @param at everything before is in the orders, everything after is not */
  constructor(
    readonly at: AnchoredPosition,
    readonly epoch: string,
    readonly total: number,
  ) {}

  /** Whether the table is still being read for it. */
  get isGrowing(): boolean {
    return !this.done;
  }

  /** @returns `null` after the last chunk. @throws what the reading threw */
  async chunk(index: number): Promise<SnapshotChunk | null> {
    for (;;) {
      const chunk = this.chunks[index];
      if (chunk !== undefined) return chunk;
      if (this.failure !== null) throw this.failure;
      if (this.done) return null;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  append(rows: Buffer): void {
    this.chunks.push({ rows });
    this.wake();
  }

  finish(failure: unknown = null): void {
    this.done = true;
    this.failure = failure;
    this.wake();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const CHUNK_ROWS = 1_000;
/** How long a snapshot is kept for others after it was read, if nothing changes. */
const KEPT_MS = 1_000;

/**
 * Reads snapshots, one at a time: a thousand clients that come back together share one read of the table, or follow
 * each other in a few. After that a snapshot is in memory only while a session is sending it.
 */
export class SnapshotSource implements Subscriber {
  private latest: SharedSnapshot | null = null;
  private opening: Promise<SharedSnapshot> | null = null;
  private generation = 0;

  /** @param ready resolves when the drift audit watches the table: what happened before would not be noticed later */
  constructor(
    private readonly hub: Hub,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
    private readonly ready: () => Promise<void>,
  ) {
    hub.subscribe(this);
  }

  /** A snapshot of now, or the one that is being read just now. @throws when the database cannot be read */
  async acquire(): Promise<SharedSnapshot> {
    const { latest } = this;
    if (latest !== null && (latest.isGrowing || this.isUpToDate(latest))) return latest;
    const { generation } = this;
    const opened = await (this.opening ?? this.startOpening());
    // A reset came while it was being opened: it may show what the reset made void.
    return generation === this.generation ? opened : this.acquire();
  }

  reset(): void {
    this.generation++;
    this.latest = null;
    this.opening = null;
  }

  feedStarted(): void {
    this.reset();
  }

  changesAvailable(): void {
    // Snapshots have positions of their own; the changes after them are the sessions' business.
  }

  private isUpToDate(snapshot: SharedSnapshot): boolean {
    const { place } = this.hub;
    return place !== null && covers(snapshot.at.position, place.window.end.position);
  }

  private startOpening(): Promise<SharedSnapshot> {
    const opening = this.open();
    this.opening = opening;
    const done = () => {
      if (this.opening === opening) this.opening = null;
    };
    opening.then(done, done);
    return opening;
  }

  private async open(): Promise<SharedSnapshot> {
    const { generation } = this;
    await this.ready();
    const { place } = this.hub;
    if (place === null) throw new AppError('database-unavailable', 'The change log has not been read yet.');
    const view = await this.log.openView(place.window.end);
    let snapshot: SharedSnapshot;
    try {
      snapshot = new SharedSnapshot(view.at, place.epoch, await view.countOrders());
    } catch (error) {
      await view.close();
      throw error;
    }
    if (generation === this.generation) this.latest = snapshot;
    void this.fill(snapshot, view);
    return snapshot;
  }

  private forget(snapshot: SharedSnapshot): void {
    if (this.latest === snapshot) this.latest = null;
  }

  // Never rejects: a failure is kept in the snapshot and thrown at each session that waits for it.
  private async fill(snapshot: SharedSnapshot, view: ConsistentView): Promise<void> {
    try {
      for await (const rows of view.orders(CHUNK_ROWS)) {
        if (rows.length > 0) snapshot.append(Buffer.from(rows.map((row) => JSON.stringify(row)).join(',')));
      }
      snapshot.finish();
      this.clock.after(KEPT_MS, () => this.forget(snapshot));
    } catch (error) {
      this.forget(snapshot);
      snapshot.finish(error);
    } finally {
      await view.close();
    }
  }
}
