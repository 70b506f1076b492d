import { setTimeout as pause } from 'node:timers/promises';
import type { Picture } from '../support/picture.ts';
import { PollingClient } from '../support/polling-client.ts';
import { SentChanges } from './sent-changes.ts';
import { Watcher } from './watcher.ts';

/** How often it asks, in milliseconds. */
const ASK_MS = 50;

/** A client that asks `GET /api/changes` again and again, whatever the answer was. */
export class PollingWatcher extends Watcher {
  readonly kind = 'polling';
  readonly #client: PollingClient;

  constructor(port: number) {
    super();
    this.#client = new PollingClient(port);
  }

  get picture(): Picture {
    return this.#client.picture;
  }

  get snapshots(): readonly string[] {
    return this.#client.snapshots;
  }

  faults(): readonly string[] {
    return this.#client.faults;
  }

  steps(): readonly string[] {
    return this.#client.snapshots.length > 1 ? [] : this.#sent().faults;
  }

  changeIds(): readonly number[] | null {
    return this.#client.snapshots.length > 1 ? null : [...this.#sent().ids];
  }

  told(): readonly string[] {
    return [];
  }

  protected async live(): Promise<void> {
    this.connections++;
    while (!this.isStopped) {
      this.lastTrouble = 'none, an answer is awaited';
      const isMore = await this.#client.poll();
      this.lastTrouble = 'none';
      if (!isMore) await pause(ASK_MS);
    }
  }

  protected leave(): void {
    // Its loop ends by itself with the next answer.
  }

  #sent(): SentChanges {
    const sent = new SentChanges();
    for (const change of this.#client.changes) sent.change(change);
    return sent;
  }
}
