import { EventStreamClient } from '../support/event-stream-client.ts';
import type { Picture } from '../support/picture.ts';
import { SentChanges } from './sent-changes.ts';
import { Watcher } from './watcher.ts';

/** A client of server-sent events that comes back with the last id, as a browser does. */
export class StreamWatcher extends Watcher {
  readonly kind = 'server-sent events';
  readonly lives: EventStreamClient[] = [];

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
    return this.lives.flatMap(({ messages }) =>
      messages.flatMap((message) => (message.type === 'status' ? (message.status.problem ?? []) : [])),
    );
  }

  protected async live(): Promise<void> {
    const last = this.lives[this.lives.length - 1];
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
    void this.lives[this.lives.length - 1]?.close();
  }

  #sent(): SentChanges {
    const sent = new SentChanges();
    for (const { messages } of this.lives) for (const message of messages) sent.take(message);
    return sent;
  }
}
