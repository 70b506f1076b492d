import type { Order } from '../../src-shared/order.ts';
import type { ChangeBatch } from '../feed/change-feed.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

/** A batch with its place in this server's stream. */
export interface WindowEntry extends ChangeBatch {
  /** Counts up by one per batch, from 1; local to this server. */
  readonly seq: number;
  /** The messages of this batch, once made, by the protocol that made them. */
  readonly messages: Map<object, OutgoingMessage>;
}

/** What a change takes besides its texts, measured over a million of them. */
const BYTES_PER_CHANGE = 600;
const BYTES_PER_CHARACTER = 2;

/**
 * The recent batches, so that clients that fall behind or come back are served from memory. Bounded by bytes; what
 * falls out is still in the log. The messages made of the batches come on top, in proportion.
 */
export class ChangeWindow {
  private entries: WindowEntry[] = [];
  private bytes = 0;
  private base: AnchoredPosition;

  /** @param maxBytes estimate of the memory the changes may take; the newest batch is kept whatever its size */
  constructor(
    private readonly maxBytes: number,
    start: AnchoredPosition,
    private nextSeq = 1,
  ) {
    this.base = start;
  }

  push(batch: ChangeBatch): WindowEntry {
    const entry: WindowEntry = { ...batch, seq: this.nextSeq++, messages: new Map() };
    this.entries.push(entry);
    this.bytes += bytesOf(batch);
    while (this.bytes > this.maxBytes && this.entries.length > 1) this.dropOldest();
    return entry;
  }

  /** Empties the window; sequence numbers go on, so that nobody mistakes an old place for a new one. */
  restart(at: AnchoredPosition): void {
    this.entries = [];
    this.bytes = 0;
    this.base = at;
  }

  /** `undefined` when the batch has left the window or has not come yet. */
  get(seq: number): WindowEntry | undefined {
    return this.entries[seq - this.firstSeq];
  }

  get firstSeq(): number {
    return this.nextSeq - this.entries.length;
  }

  /** `firstSeq - 1` when empty. */
  get lastSeq(): number {
    return this.nextSeq - 1;
  }

  /** The position just before the oldest batch: whoever has seen this can be served from the window. */
  get start(): AnchoredPosition {
    return this.base;
  }

  /** The position after the newest batch. */
  get end(): AnchoredPosition {
    return this.entries[this.entries.length - 1]?.at ?? this.base;
  }

  private dropOldest(): void {
    const oldest = this.entries.shift();
    if (oldest === undefined) return;
    this.bytes -= bytesOf(oldest);
    this.base = oldest.at;
  }
}

function bytesOf({ changes }: ChangeBatch): number {
  let characters = 0;
  for (const change of changes) {
    characters += textOf(change.order);
    if (change.type === 'UPDATE') characters += textOf(change.previous);
  }
  return changes.length * BYTES_PER_CHANGE + characters * BYTES_PER_CHARACTER;
}

function textOf(row: { [Name in keyof Order]?: Order[Name] | undefined }): number {
  return (row.customer_name?.length ?? 0) + (row.product_name?.length ?? 0);
}
