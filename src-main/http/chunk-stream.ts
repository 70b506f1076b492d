import { Readable } from 'node:stream';

/** How chunks of rows become text. */
export interface ChunkFormat<Row> {
  /** @param first whether nothing was written before; never called for an empty chunk */
  chunk(rows: readonly Row[], first: boolean): string;
  /** What ends the text, or is all of it. */
  end(first: boolean): string;
}

/**
 * Chunks of rows as text. The next chunk is asked for only when the receiver has taken the one before, so memory holds
 * one chunk however many rows there are. A receiver that goes away ends the source.
 *
 * @param onCutShort told when the source fails after the first chunk: the receiver then sees a broken connection
 * @throws whatever the source throws before its first chunk, so that it can still be answered as a problem
 */
export async function chunkStream<Row>(
  chunks: AsyncIterable<readonly Row[]>,
  format: ChunkFormat<Row>,
  onCutShort: (error: unknown) => void,
): Promise<Readable> {
  const source = chunks[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<readonly Row[]>> | null = Promise.resolve(await source.next());
  let first = true;

  async function nextText(): Promise<{ readonly text: string; readonly last: boolean }> {
    for (;;) {
      const chunk = await (pending ?? source.next());
      pending = null;
      if (chunk.done === true) return { text: format.end(first), last: true };
      if (chunk.value.length === 0) continue;
      const text = format.chunk(chunk.value, first);
      first = false;
      return { text, last: false };
    }
  }

  return new Readable({
    read() {
      nextText().then(
        ({ text, last }) => {
          this.push(text);
          if (last) this.push(null);
        },
        (error) => {
          onCutShort(error);
          this.destroy(error);
        },
      );
    },
    destroy(error, done) {
      Promise.resolve(source.return?.()).then(
        () => done(error),
        (failure) => done(error ?? failure),
      );
    },
  });
}
