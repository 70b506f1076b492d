import type { Order } from '../../src-shared/order.ts';
import type { OrderWindow } from '../../src-shared/order-window.ts';
import type { AnchoredPosition, ConsistentView } from '../feed/change-log.ts';
import type { Opened } from './opened-view.ts';
import type { Snapshot, SnapshotChunk } from './snapshot.ts';

/** A snapshot for one reader, read from the database as fast as that one takes it: no more than a chunk is in memory. */
export class StreamedSnapshot implements Snapshot {
  readonly isKept = false;
  readonly at: AnchoredPosition;
  readonly epoch: string;
  readonly total: number;
  readonly window: OrderWindow | null;
  private readonly view: ConsistentView;
  private readonly chunks: AsyncIterator<readonly Order[]>;
  private next = 0;
  private released = false;

  /** @param onRelease called once */
  constructor(
    opened: Opened,
    chunkRows: number,
    private readonly onRelease: () => void,
  ) {
    const { view, epoch, part, count, window } = opened;
    this.view = view;
    this.at = view.at;
    this.epoch = epoch;
    this.total = count;
    this.window = window;
    this.chunks = view.orders(chunkRows, part)[Symbol.asyncIterator]();
  }

  async chunk(index: number): Promise<SnapshotChunk | null> {
    if (index !== this.next || this.released)
      throw new RangeError(`chunk ${index} of a stream that is at ${this.next}`);
    this.next++;
    const { value, done } = await this.chunks.next();
    if (done === true) return null;
    return { rows: Buffer.from((value as readonly Order[]).map((row) => JSON.stringify(row)).join(',')) };
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    void this.view.close();
    this.onRelease();
  }
}
