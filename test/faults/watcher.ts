import { setTimeout as pause } from 'node:timers/promises';
import type { Picture } from '../support/picture.ts';

/** How long a client waits before it comes back, in milliseconds: part of what it does, not a wait of the test. */
const COME_BACK_MS = 100;

/** What all kinds of client share that come back for as long as they are wanted. */
export abstract class Watcher {
  abstract readonly kind: string;
  /** Connections so far. */
  connections = 0;
  /** Why its last connection failed. */
  lastTrouble = 'none';
  protected isStopped = false;
  #running: Promise<void> = Promise.resolve();

  /** What it shows now. */
  abstract get picture(): Picture;
  /** How often it began anew from all orders. */
  abstract get snapshots(): readonly string[];
  /** Whether it has watched since before anything happened, so that it must have been sent every change. */
  isFromTheBeginning = false;
  /** What the protocol does not allow. */
  abstract faults(): readonly string[];
  /** What went back or came twice, as long as the table itself did not. */
  abstract steps(): readonly string[];
  /** Ids of the changes it was sent since it last began anew; `null` for a kind that cannot tell. */
  abstract changeIds(): readonly number[] | null;
  /** Sentences it was told about the database, and how its connections ended. */
  abstract told(): readonly string[];
  /** One connection, from its opening to its end. */
  protected abstract live(): Promise<void>;
  protected abstract leave(): void;

  start(): this {
    this.#running = this.#watch();
    return this;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.leave();
    await this.#running;
  }

  async #watch(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.live();
      } catch (error) {
        // Refused or cut off: it comes back.
        this.lastTrouble = (error as Error).message;
      }
      if (!this.isStopped) await pause(COME_BACK_MS);
    }
  }
}
