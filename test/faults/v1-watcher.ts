import { V1Client } from '../support/v1-client.ts';
import { ReconnectingWatcher } from './reconnecting-watcher.ts';

/** A client of `orderdeck.v1` that comes back with its token. */
export class V1Watcher extends ReconnectingWatcher<V1Client> {
  readonly kind = 'orderdeck.v1';
  readonly #ends: string[] = [];

  constructor(private readonly url: string) {
    super();
  }

  told(): readonly string[] {
    const problems = this.lives.flatMap((life) => life.messagesOf('status').map(({ status }) => status.problem));
    return [...problems.filter((problem) => problem !== null), ...this.#ends];
  }

  /** Ends the connection without a word. */
  vanish(): void {
    this.last?.terminate();
  }

  protected async live(): Promise<void> {
    const { last } = this;
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
}
