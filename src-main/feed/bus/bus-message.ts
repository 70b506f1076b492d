import type { LogEntry } from '../change-log.ts';
import { SignedText } from './signed-text.ts';

/** Who speaks, and where its stream stands. */
interface Sender {
  /** Server id. */
  readonly leader: string;
  /** Number of the lease it speaks under; a later lease has a higher one. */
  readonly fence: number;
  readonly epoch: string;
  /** Counts up by one whenever the leader has seen something new, also when that could not be sent. */
  readonly seq: number;
}

/** What one read of the leader brought, from one read view. */
export interface BusBatch extends Sender {
  readonly kind: 'batch';
  /** Ascending by id. Never empty. */
  readonly entries: readonly LogEntry[];
  /** The head after these entries, and the stamp of its row. */
  readonly head: number;
  readonly stamp: string;
}

/** The leader is there. */
export interface BusPulse extends Sender {
  readonly kind: 'pulse';
  /** Counts pulses up, so that one that is repeated is not taken for a new one. */
  readonly beat: number;
  /** Milliseconds since it last read the log. */
  readonly readAgeMs: number;
}

/** Somebody has written, or has begun to look: the leader should look now. */
export interface BusPoke {
  readonly kind: 'poke';
}

/** The leader has given up its lease. */
export interface BusBye {
  readonly kind: 'bye';
}

export type BusMessage = BusBatch | BusPulse | BusPoke | BusBye;

/** Messages as signed JSON, so that only servers of this database are believed. */
export class BusMessages {
  private readonly text: SignedText;

  /** @param secret of the database, which all its servers share */
  constructor(secret: string) {
    this.text = new SignedText(secret);
  }

  encode(message: BusMessage): string {
    return this.text.sign(JSON.stringify(message));
  }

  /** @returns `null` for anything that no server of this database wrote */
  decode(text: string): BusMessage | null {
    const body = this.text.open(text);
    // Written by a server of this database, hence in this shape.
    return body === null ? null : (JSON.parse(body) as BusMessage);
  }
}
