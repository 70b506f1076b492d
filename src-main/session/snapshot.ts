import type { OrderWindow } from '../../src-shared/order-window.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';

/** Some orders of a snapshot, serialised once for everybody who is sent them. */
export interface SnapshotChunk {
  /** JSON of the orders, separated by commas, without brackets. */
  rows: Buffer;
  v1?: OutgoingMessage;
}

/** The orders as of one instant. */
export interface Snapshot {
  /** Everything before is in the orders, everything after is not. */
  readonly at: AnchoredPosition;
  readonly epoch: string;
  readonly total: number;
  /** Which part of the table it is; `null`: all of it. */
  readonly window: OrderWindow | null;
  /** Whether all of it is, or will be, in memory. */
  readonly isKept: boolean;
  /** In ascending sequence, each once per reader. @returns `null` after the last. @throws what the reading threw */
  chunk(index: number): Promise<SnapshotChunk | null>;
  /** The reader needs no more of it, whether it had all or not. */
  release(): void;
}
