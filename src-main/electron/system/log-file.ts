import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { type Clock, systemClock } from '../../base/clock.ts';

export interface LogFileOptions {
  /** Made when it is missing. */
  readonly folder: string;
  /** Gets every line too: standard output, where somebody reads it. */
  readonly tee: NodeJS.WritableStream | null;
  /** Told once when the file cannot be written. */
  readonly complain: (sentence: string) => void;
  /** Size from which a new file is begun; 10 MB if not said. */
  readonly size?: `${number}${'K' | 'M'}`;
  readonly clock?: Clock;
}

const NAME = 'orderdeck';
/** Older files beside the current one. */
const KEPT = 5;
/** For the report of a crash. */
const LAST_LINES = 100;
const RETRY_MS = 30_000;
const CLOSE_MS = 1_000;
/** What may wait for a disk that does not answer. */
const MAX_WAITING_BYTES = 8_388_608;

/**
 * The log on disk: `orderdeck.log`, and `orderdeck.1.log` to `orderdeck.5.log` that were full. A disk that is full or
 * a folder that cannot be written costs lines and nothing else.
 */
export class LogFile {
  private readonly clock: Clock;
  private readonly recent: string[] = [];
  private stream: RotatingFileStream | null = null;
  private tee: NodeJS.WritableStream | null;
  private retryAt = Number.NEGATIVE_INFINITY;
  private hasComplained = false;
  private isClosed = false;

  constructor(private readonly options: LogFileOptions) {
    this.clock = options.clock ?? systemClock;
    this.tee = options.tee;
    // A terminal that was closed must not take the program along.
    this.tee?.on('error', () => {
      this.tee = null;
    });
  }

  /** The newest lines, oldest first. */
  get lastLines(): readonly string[] {
    return this.recent;
  }

  /** @param line with its line feed */
  write(line: string): void {
    this.recent.push(line.trimEnd());
    if (this.recent.length > LAST_LINES) this.recent.shift();
    this.tee?.write(line);
    if (this.isClosed) return;
    this.stream ??= this.open();
    if (this.stream === null) return;
    if (this.stream.writableLength > MAX_WAITING_BYTES) this.complain('the disk does not answer');
    else this.stream.write(line);
  }

  /** Resolves when every line is in the file, or after a second. Later lines are not kept. */
  async close(): Promise<void> {
    this.isClosed = true;
    const { stream } = this;
    if (stream === null) return;
    await new Promise<void>((resolve) => {
      const limit = this.clock.after(CLOSE_MS, resolve);
      stream.end(() => {
        limit.cancel();
        resolve();
      });
    });
  }

  private open(): RotatingFileStream | null {
    if (this.clock.monotonic() < this.retryAt) return null;
    const name = (index: number | Date | null) => (index === null ? `${NAME}.log` : `${NAME}.${String(index)}.log`);
    const { folder, size = '10M' } = this.options;
    const stream = createStream(name, { path: folder, size, rotate: KEPT });
    stream.on('error', (error) => {
      if (this.stream === stream) this.stream = null;
      this.retryAt = this.clock.monotonic() + RETRY_MS;
      this.complain(error.message);
    });
    return stream;
  }

  private complain(reason: string): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    this.options.complain(`The log in ${this.options.folder} cannot be written: ${reason}`);
  }
}
