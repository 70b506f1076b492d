import type { Picture } from '../support/picture.ts';
import { V1Client } from '../support/v1-client.ts';
import { SentChanges } from './sent-changes.ts';
import { Watcher } from './watcher.ts';

/** A client of `orderdeck.v1` that comes back with its token. */
export class V1Watcher extends Watcher {
  readonly kind = 'orderdeck.v1';
  readonly lives: V1Client[] = [];
  readonly #ends: string[] = [];

  constructor(private readonly url: string) {
    super();
  }

  get picture(): Picture {
    return this.lives[this.lives.length - 1]?.picture ?? new Map();
  }

  get snapshots(): readonly string[] {
    return this.lives.flatMap(({ snapshots }) => snapshots);
  }

  faults(): readonly string[] {
    return this.lives.flatMap(({ faults }) => faults);
  }

  steps(): readonly string[] {
    return this.#sent().faults;
  }

  changeIds(): readonly number[] {
    return [...this.#sent().ids];
  }

  told(): readonly string[] {
    const problems = this.lives.flatMap((life) => life.messagesOf('status').map(({ status }) => status.problem));
    return [...problems.filter((problem) => problem !== null), ...this.#ends];
  }

  /** Ends the connection without a word. */
  vanish(): void {
    this.lives[this.lives.length - 1]?.terminate();
  }

  protected async live(): Promise<void> {
    const last = this.lives[this.lives.length - 1];
    const client = await V1Client.connect(this.url, {
      token: last?.token,
      picture: new Map(last?.picture ?? []),
    });
    this.connections++;
    this.lives.push(client);
    if (this.isStopped) client.terminate();
    const { code, reason } = await client.closed;
    if (!this.isStopped) this.#ends.push(reason === '' ? `connection closed (${code})` : `${code} ${reason}`);
  }

  protected leave(): void {
    this.vanish();
  }

  #sent(): SentChanges {
    const sent = new SentChanges();
    for (const { messages } of this.lives) for (const message of messages) sent.take(message);
    return sent;
  }
}
