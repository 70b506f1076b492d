import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { Command, CommandResult } from '../../src-shared/command.ts';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import {
  type ServerMessage,
  type ServerMessageOf,
  type SnapshotReason,
  serverMessageSchema,
} from '../../src-shared/server-message.ts';
import type { Picture } from './picture.ts';
import { type ConnectOptions, WebSocketClient } from './web-socket-client.ts';

export interface V1Options extends ConnectOptions {
  /** The last token of an earlier connection. */
  readonly token?: string | undefined;
  /** The picture that token stands for; without it the client starts with an empty one. */
  readonly picture?: Picture;
  /** `false`: connects and says nothing. */
  readonly hello?: boolean;
}

/** A client of `orderdeck.v1`: keeps its picture by version and records what it was told. */
export class V1Client extends WebSocketClient {
  picture: Picture;
  token: string | undefined;
  readonly messages: ServerMessage[] = [];
  readonly changes: ChangeEvent[] = [];
  /** Reasons of the snapshots that were received whole. */
  readonly snapshots: SnapshotReason[] = [];
  /** `recovered` of each welcome. */
  readonly recovered: boolean[] = [];
  readonly faults: string[] = [];
  bye: ServerMessageOf<'bye'> | null = null;
  #snapshot: { readonly reason: SnapshotReason; readonly total: number; readonly picture: Picture } | null = null;
  readonly #results = new Map<string, CommandResult>();
  #requests = 0;

  private constructor(url: string, options: V1Options) {
    super(url, [ORDERDECK_V1], options);
    this.token = options.token;
    this.picture = options.picture ?? new Map();
  }

  static async connect(url: string, options: V1Options = {}): Promise<V1Client> {
    const client = new V1Client(url, options);
    await client.opened();
    if (options.hello ?? true) client.send({ type: 'hello', ...(options.token && { token: options.token }) });
    return client;
  }

  /** A new connection that goes on where this one is. */
  async reconnect(url: string, options: Omit<V1Options, 'token' | 'picture'> = {}): Promise<V1Client> {
    return V1Client.connect(url, { ...options, token: this.token, picture: new Map(this.picture) });
  }

  send(message: ClientMessage): void {
    this.sendRaw(JSON.stringify(message));
  }

  async command(command: Command, withinMs?: number): Promise<CommandResult> {
    const requestId = `request-${++this.#requests}`;
    this.send({ type: 'command', requestId, command });
    return this.until(`the result of ${command.type}`, () => this.#results.get(requestId), withinMs);
  }

  /** Waits for the welcome, and for the snapshot when the changes since the token were not to be had. */
  async ready(withinMs?: number): Promise<this> {
    await this.until(
      'the picture is complete',
      () => this.recovered[0] === true || (this.recovered.length > 0 && this.snapshots.length > 0),
      withinMs,
    );
    return this;
  }

  messagesOf<T extends ServerMessage['type']>(type: T): ServerMessageOf<T>[] {
    return this.messages.filter((message): message is ServerMessageOf<T> => message.type === type);
  }

  protected override receive(text: string): void {
    const message = serverMessageSchema.parse(JSON.parse(text));
    this.messages.push(message);
    switch (message.type) {
      case 'welcome':
        this.recovered.push(message.recovered);
        break;
      case 'snapshot-begin':
        this.#snapshot = { reason: message.reason, total: message.total, picture: new Map() };
        break;
      case 'snapshot-chunk':
        if (this.#snapshot === null) this.faults.push('a chunk outside a snapshot');
        for (const order of message.orders) this.#snapshot?.picture.set(order.id, order);
        break;
      case 'snapshot-end':
        this.#endSnapshot(message.token);
        break;
      case 'changes':
        if (this.#snapshot !== null) this.faults.push('changes inside a snapshot');
        for (const change of message.changes) this.#apply(change);
        this.token = message.token;
        break;
      case 'result':
        this.#results.set(message.requestId, message.result);
        break;
      case 'bye':
        this.bye = message;
        break;
      case 'status':
      case 'heartbeat':
        break;
    }
  }

  #endSnapshot(token: string): void {
    if (this.#snapshot === null) {
      this.faults.push('the end of a snapshot that never began');
      return;
    }
    this.picture = this.#snapshot.picture;
    this.snapshots.push(this.#snapshot.reason);
    this.#snapshot = null;
    this.token = token;
  }

  #apply(change: ChangeEvent): void {
    this.changes.push(change);
    const { order } = change;
    const shown = this.picture.get(order.id)?.version ?? -1;
    if (change.type === 'DELETE') {
      if (order.version >= shown) this.picture.delete(order.id);
    } else if (order.version > shown) {
      this.picture.set(order.id, order);
    }
  }
}
