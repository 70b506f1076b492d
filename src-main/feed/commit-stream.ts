/** Why no stream of commits is to be had, or why it ended. */
export type StreamEndReason = 'no-binlog' | 'statement-format' | 'no-right' | 'not-loadable' | 'clash' | 'lost';

export interface StreamEnd {
  readonly reason: StreamEndReason;
  /** In plain words. */
  readonly problem: string;
  /** The statement that makes it possible; `null` where there is none. */
  readonly repair: string | null;
}

export interface CommitStreamListener {
  /** What commits from now on is told. */
  opened(): void;
  /** A transaction, whoever's and on whatever table, has been committed or is about to be. */
  committed(): void;
  /** Once; nothing comes after it. */
  ended(end: StreamEnd): void;
}

/** Tells of transactions as they are committed. While nothing commits, the database gives signs of life. */
export interface CommitStream {
  /** Bytes received so far: as long as they grow, the other side is there. */
  readonly bytesRead: number;
  /** At once and for good; nothing more is told. */
  close(): void;
}

export interface CommitStreams {
  open(listener: CommitStreamListener): CommitStream;
}
