import type { OrderWindow } from '../../src-shared/order-window.ts';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { AnchoredPosition, ChangeLog, ConsistentView, OrdersPart } from '../feed/change-log.ts';
import { covers } from '../feed/position.ts';
import type { Hub, Subscriber } from '../hub/hub.ts';
import type { Snapshot, SnapshotChunk } from './snapshot.ts';
import { SnapshotStreams } from './snapshot-streams.ts';

/** The orders as of one instant, read once and handed to every session that asked meanwhile. */
export class SharedSnapshot implements Snapshot {
  readonly isKept = true;
  private readonly chunks: SnapshotChunk[] = [];
  private done = false;
  private failure: unknown = null;
  private waiting: (() => void)[] = [];

  /** @param at everything before is in the orders, everything after is not */
  constructor(
    readonly at: AnchoredPosition,
    readonly epoch: string,
    readonly total: number,
    readonly window: OrderWindow | null = null,
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

  release(): void {
    // It is forgotten by the clock: the next reader may be about to ask.
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

/** Snapshots of a part of the table. */
export interface PartOptions {
  /** The newest so many orders; `null`: each reader says how many. */
  readonly newest: number | null;
  /** Orders in the table as far as it is known without counting them. */
  readonly total: () => number | null;
}

/** What of a view is sent. */
interface Extent {
  readonly part: OrdersPart | undefined;
  /** Orders to be sent. */
  readonly count: number;
  readonly window: OrderWindow | null;
}

const CHUNK_ROWS = 1_000;
/** How long a snapshot is kept for others after it was read, if nothing changes. */
const KEPT_MS = 1_000;

/**
 * Reads snapshots, one at a time: a thousand clients that come back together share one read of the table, or follow
 * each other in a few. After that a snapshot is in memory only while a session is sending it. A table of more than
 * `keepRows` orders is not kept at all: each reader is sent its own stream of it. The same of a part of the table, where
 * `part` says so.
 */
export class SnapshotSource implements Subscriber {
  private latest: SharedSnapshot | null = null;
  private opening: Promise<SharedSnapshot | null> | null = null;
  private generation = 0;
  /** Orders when they were last counted. */
  private lastCount = 0;
  private readonly streams: SnapshotStreams;

  /** @param ready resolves when the drift audit watches the table: what happened before would not be noticed later */
  constructor(
    private readonly hub: Hub,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
    private readonly ready: () => Promise<void>,
    private readonly keepRows = Number.POSITIVE_INFINITY,
    private readonly part: PartOptions | null = null,
  ) {
    hub.subscribe(this);
    this.streams = new SnapshotStreams(clock);
  }

  /** Ids of the log from here on are needed by readers of streams, for what comes after their snapshot; `null`: none are. */
  get heldFrom(): number | null {
    return this.streams.heldFrom;
  }

  /** A snapshot of now, or the one that is being read just now. @throws when the database cannot be read */
  async acquire(): Promise<Snapshot> {
    const { latest } = this;
    if (latest !== null && (latest.isGrowing || this.isUpToDate(latest))) return latest;
    const { generation } = this;
    const isLarge = this.lastCount > this.keepRows;
    const opened = isLarge ? null : await (this.opening ?? this.startOpening());
    if (opened === null) return this.acquireStream();
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

  /** A stream of the newest so many orders, and of the open ones before them, for one reader. */
  async acquirePart(newest: number): Promise<Snapshot> {
    const { generation } = this;
    const snapshot = await this.openStream(newest);
    if (generation === this.generation) return snapshot;
    snapshot.release();
    return this.acquirePart(newest);
  }

  private async acquireStream(): Promise<Snapshot> {
    const { generation } = this;
    const snapshot = await this.openStream(this.part?.newest ?? null);
    if (generation === this.generation) return snapshot;
    snapshot.release();
    return this.acquire();
  }

  private openStream(newest: number | null): Promise<Snapshot> {
    return this.streams.open(async () => {
      const { view, epoch } = await this.openView();
      return { view, epoch, ...(await this.measured(view, newest)) };
    }, CHUNK_ROWS);
  }

  private isUpToDate(snapshot: SharedSnapshot): boolean {
    const { place } = this.hub;
    return place !== null && covers(snapshot.at.position, place.window.end.position);
  }

  private startOpening(): Promise<SharedSnapshot | null> {
    const opening = this.open();
    this.opening = opening;
    const done = () => {
      if (this.opening === opening) this.opening = null;
    };
    opening.then(done, done);
    return opening;
  }

  /** @returns `null` when there are too many orders to keep */
  private async open(): Promise<SharedSnapshot | null> {
    const { generation } = this;
    const { view, epoch } = await this.openView();
    const { part, count, window } = await this.measured(view, this.part?.newest ?? null);
    if (count > this.keepRows) {
      await view.close();
      return null;
    }
    const snapshot = new SharedSnapshot(view.at, epoch, count, window);
    if (generation === this.generation) this.latest = snapshot;
    void this.fill(snapshot, view, part);
    return snapshot;
  }

  private async openView(): Promise<{ view: ConsistentView; epoch: string }> {
    await this.ready();
    const { place } = this.hub;
    if (place === null) throw new AppError('database-unavailable', 'The change log has not been read yet.');
    return { view: await this.log.openView(place.window.end), epoch: place.epoch };
  }

  private async measured(view: ConsistentView, newest: number | null): Promise<Extent> {
    try {
      const part = newest === null ? null : await view.part(newest);
      if (part !== null) {
        const { from, open, count } = part;
        if (this.part?.newest === newest) this.lastCount = count;
        const total = Math.max(count, this.part?.total() ?? (await view.countOrders()));
        return { part, count, window: { from, open, total } };
      }
      this.lastCount = await view.countOrders();
      return { part: undefined, count: this.lastCount, window: null };
    } catch (error) {
      await view.close();
      throw error;
    }
  }

  private forget(snapshot: SharedSnapshot): void {
    if (this.latest === snapshot) this.latest = null;
  }

  // Never rejects: a failure is kept in the snapshot and thrown at each session that waits for it.
  private async fill(snapshot: SharedSnapshot, view: ConsistentView, part: OrdersPart | undefined): Promise<void> {
    try {
      for await (const rows of view.orders(CHUNK_ROWS, part)) {
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
