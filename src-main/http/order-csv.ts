import type { Readable } from 'node:stream';
import { BYTE_ORDER_MARK, CSV_COLUMNS, csvLine } from '../../src-shared/csv.ts';
import type { Order } from '../../src-shared/order.ts';
import { searchTextOf, wordsOf } from '../../src-shared/order-search.ts';
import { type ChunkFormat, chunkStream } from './chunk-stream.ts';

const HEAD = BYTE_ORDER_MARK + csvLine(CSV_COLUMNS);

const CSV: ChunkFormat<Order> = {
  chunk: (orders, first) => (first ? HEAD : '') + orders.map(recordOf).join(''),
  end: (first) => (first ? HEAD : ''),
};

function recordOf(order: Order): string {
  return csvLine(CSV_COLUMNS.map((column) => order[column]));
}

/** Orders as a CSV file, one chunk in memory at a time; see `chunkStream`. */
export function orderCsv(
  chunks: AsyncIterable<readonly Order[]>,
  search: string,
  onCutShort: (error: unknown) => void,
): Promise<Readable> {
  const words = wordsOf(search);
  return chunkStream(words.length === 0 ? chunks : found(chunks, words), CSV, onCutShort);
}

async function* found(
  chunks: AsyncIterable<readonly Order[]>,
  words: readonly string[],
): AsyncGenerator<readonly Order[]> {
  for await (const orders of chunks) {
    yield orders.filter((order) => {
      const text = searchTextOf(order);
      return words.every((word) => text.includes(word));
    });
  }
}

/** `orders-2026-11-23.csv`: the day where the server is. */
export function csvFileName(now: number): string {
  const date = new Date(now);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `orders-${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.csv`;
}
