import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LogEntry } from '../change-log.ts';

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

const MAC_BYTES = 12;
const MAC_CHARACTERS = 16;

/**
 * Messages as text: a MAC by the secret of the database, then JSON. So what other programs, or servers of another
 * database, put into the same Redis is not believed.
 */
export class BusMessages {
  constructor(private readonly secret: string) {}

  encode(message: BusMessage): string {
    const body = JSON.stringify(message);
    return this.mac(body) + body;
  }

  /** @returns `null` for anything that no server of this database wrote */
  decode(text: string): BusMessage | null {
    const body = text.slice(MAC_CHARACTERS);
    const [given, expected] = [Buffer.from(text.slice(0, MAC_CHARACTERS)), Buffer.from(this.mac(body))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    // Written by a server of this database, hence in this shape.
    return JSON.parse(body) as BusMessage;
  }

  private mac(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest().subarray(0, MAC_BYTES).toString('base64url');
  }
}
