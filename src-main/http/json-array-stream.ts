import { Readable } from 'node:stream';

/**
 * Chunks of rows as one JSON array. The next chunk is asked for only when the receiver has taken the one before, so
 * memory holds one chunk however many rows there are. A receiver that goes away ends the source.
 *
 * @param onCutShort told when the source fails after the first chunk: the receiver then sees a broken connection
 * @throws whatever the source throws before its first chunk, so that it can still be answered as a problem
 */
export async function jsonArrayStream(
  chunks: AsyncIterable<readonly unknown[]>,
  onCutShort: (error: unknown) => void,
): Promise<Readable> {
  const source = chunks[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<readonly unknown[]>> | null = Promise.resolve(await source.next());
  let prefix = '[';

  async function nextText(): Promise<{ readonly text: string; readonly last: boolean }> {
    for (;;) {
      const chunk = await (pending ?? source.next());
      pending = null;
      if (chunk.done === true) return { text: prefix === '[' ? '[]' : ']', last: true };
      if (chunk.value.length === 0) continue;
      const text = prefix + JSON.stringify(chunk.value).slice(1, -1);
      prefix = ',';
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
