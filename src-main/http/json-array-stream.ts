import type { Readable } from 'node:stream';
import { type ChunkFormat, chunkStream } from './chunk-stream.ts';

const JSON_ARRAY: ChunkFormat<unknown> = {
  chunk: (rows, first) => (first ? '[' : ',') + JSON.stringify(rows).slice(1, -1),
  end: (first) => (first ? '[]' : ']'),
};

/** Chunks of rows as one JSON array; see `chunkStream`. */
export function jsonArrayStream(
  chunks: AsyncIterable<readonly unknown[]>,
  onCutShort: (error: unknown) => void,
): Promise<Readable> {
  return chunkStream(chunks, JSON_ARRAY, onCutShort);
}
