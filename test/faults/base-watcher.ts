import { BaseClient } from '../support/base-client.ts';
import type { Picture } from '../support/picture.ts';
import { Watcher } from './watcher.ts';

/** A client of the base: believes each message as it comes, and begins anew with each connection. */
export class BaseWatcher extends Watcher {
  readonly kind = 'base';
  readonly lives: BaseClient[] = [];

  constructor(private readonly url: string) {
    super();
  }

  get picture(): Picture {
    return this.lives[this.lives.length - 1]?.picture ?? new Map();
  }

  /** Beyond the one with which each connection begins. */
  get snapshots(): readonly string[] {
    return this.lives.flatMap((life) => Array.from({ length: Math.max(0, life.initialDataCount - 1) }, () => 'again'));
  }

  faults(): readonly string[] {
    return [];
  }

  steps(): readonly string[] {
    // Who began anew may meet the ids of a log that was replaced; they mean other changes then.
    const repeats = this.lives.filter((life) => life.initialDataCount === 1 && life.repeated > 0);
    return [
      ...this.lives.flatMap(({ faults }) => faults),
      ...repeats.map(({ repeated }) => `${repeated} changes were sent twice`),
    ];
  }

  changeIds(): null {
    return null;
  }

  told(): readonly string[] {
    return [];
  }

  protected async live(): Promise<void> {
    const client = await BaseClient.connect(this.url);
    this.connections++;
    this.lives.push(client);
    if (this.isStopped) client.terminate();
    await client.closed;
  }

  protected leave(): void {
    this.lives[this.lives.length - 1]?.terminate();
  }
}
