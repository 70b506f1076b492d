import { EventStreamClient } from '../support/event-stream-client.ts';
import { ReconnectingWatcher } from './reconnecting-watcher.ts';

/** A client of server-sent events that comes back with the last id, as a browser does. */
export class StreamWatcher extends ReconnectingWatcher<EventStreamClient> {
  readonly kind = 'server-sent events';

  constructor(private readonly url: string) {
    super();
  }

  told(): readonly string[] {
    return this.lives.flatMap(({ messages }) =>
      messages.flatMap((message) => (message.type === 'status' ? (message.status.problem ?? []) : [])),
    );
  }

  protected async live(): Promise<void> {
    const { last } = this;
    const client = await EventStreamClient.open(this.url, {
      // One that ended before it was sent anything knows of no place; a browser remembers the one before.
      lastEventId: [...this.lives].reverse().find((life) => life.lastEventId !== undefined)?.lastEventId,
      picture: new Map(last?.picture ?? []),
    });
    this.connections++;
    // An answer that is no stream says nothing about orders: what was known stays.
    if (client.response.statusCode === 200) this.lives.push(client);
    if (this.isStopped) await client.close();
    await client.ended;
  }

  protected leave(): void {
    void this.last?.close();
  }
}
