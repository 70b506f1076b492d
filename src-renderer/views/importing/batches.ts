import { MAX_BATCH_BYTES, MAX_BATCH_ORDERS } from '../../../src-shared/protocol-version.ts';
import type { GoodLine } from './import-plan.ts';

/** Orders that are created all or none. The key stays the same however often they are sent. */
export interface Batch {
  readonly key: string;
  readonly lines: readonly GoodLine[];
}

/** Room for the key and what stands around the orders. */
const FRAME_BYTES = 1_024;

/** Cuts the lines in batches that one request holds. */
export function batchesOf(lines: readonly GoodLine[], newKey: () => string = randomKey): Batch[] {
  const batches: Batch[] = [];
  let part: GoodLine[] = [];
  let bytes = FRAME_BYTES;
  const close = (): void => {
    if (part.length > 0) batches.push({ key: newKey(), lines: part });
    part = [];
    bytes = FRAME_BYTES;
  };
  for (const line of lines) {
    const size = bytesOf(line);
    if (part.length === MAX_BATCH_ORDERS || bytes + size > MAX_BATCH_BYTES) close();
    part.push(line);
    bytes += size;
  }
  close();
  return batches;
}

/** An upper bound without encoding: no character takes more than three bytes for each of its UTF-16 units. */
function bytesOf({ order }: GoodLine): number {
  return 3 * JSON.stringify(order).length + 1;
}

/** A UUID. Pages that came by plain HTTP from another machine have no `crypto.randomUUID`. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
