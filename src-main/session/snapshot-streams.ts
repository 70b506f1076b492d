import type { Clock } from '../base/clock.ts';
import { lowWater } from '../feed/position.ts';
import type { Opened } from './opened-view.ts';
import type { Snapshot } from './snapshot.ts';
import { StreamedSnapshot } from './streamed-snapshot.ts';

/** Each is a connection and a read view that keeps old rows in the database; the others wait for their turn. */
const AT_ONCE = 4;
/** After its snapshot a reader goes on from the log, which must still be there. */
const HELD_AFTER_MS = 10_000;

/** Hands out snapshots of large tables, a few at a time, and says from where on the log is still needed for them. */
export class SnapshotStreams {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly held = new Set<{ readonly from: number }>();

  constructor(private readonly clock: Clock) {}

  get heldFrom(): number | null {
    return this.held.size === 0 ? null : Math.min(...[...this.held].map(({ from }) => from));
  }

  /** @throws what `open` throws */
  async open(open: () => Promise<Opened>, chunkRows: number): Promise<Snapshot> {
    await this.turn();
    try {
      const opened = await open();
      const { view } = opened;
      const hold = { from: lowWater(view.at.position) };
      this.held.add(hold);
      return new StreamedSnapshot(opened, chunkRows, () => {
        this.done();
        this.clock.after(HELD_AFTER_MS, () => this.held.delete(hold));
      });
    } catch (error) {
      this.done();
      throw error;
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
  }

  private done(): void {
    const next = this.waiting.shift();
    // The turn goes from one to the next.
    if (next === undefined) this.running--;
    else next();
  }
}
