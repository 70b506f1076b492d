import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { Command, CommandResult } from '../../src-shared/command.ts';
import type { OrderWindow } from '../../src-shared/order-window.ts';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import {
  type ServerMessage,
  type ServerMessageOf,
  type SnapshotReason,
  serverMessageSchema,
} from '../../src-shared/server-message.ts';
import type { Picture } from './picture.ts';
import { V1Picture } from './v1-picture.ts';
import { type ConnectOptions, WebSocketClient } from './web-socket-client.ts';

export interface V1Options extends ConnectOptions {
  /** The last token of an earlier connection. */
  readonly token?: string | undefined;
  /** The picture that token stands for; without it the client starts with an empty one. */
  readonly picture?: Picture;
  /** Asks for the newest so many orders and those that are open. */
  readonly newest?: number;
  /** Of the picture. */
  readonly window?: OrderWindow | null;
  /** `false`: connects and says nothing. */
  readonly hello?: boolean;
}

/** A client of `orderdeck.v1`: keeps its picture by version and records what it was told. */
export class V1Client extends WebSocketClient {
  readonly #state: V1Picture;
  readonly #results = new Map<string, CommandResult>();
  #requests = 0;

  private constructor(url: string, options: V1Options) {
    super(url, [ORDERDECK_V1], options);
    this.#state = new V1Picture(options.token, options.picture ?? new Map(), options.window ?? null);
  }

  static async connect(url: string, options: V1Options = {}): Promise<V1Client> {
    const client = new V1Client(url, options);
    await client.opened();
    const { token, newest, hello = true } = options;
    if (hello) client.send({ type: 'hello', ...(token && { token }), ...(newest && { window: newest }) });
    return client;
  }

  /** A new connection that goes on where this one is. */
  async reconnect(url: string, options: Omit<V1Options, 'token' | 'picture'> = {}): Promise<V1Client> {
    return V1Client.connect(url, {
      ...options,
      token: this.token,
      picture: new Map(this.picture),
      window: this.window,
    });
  }

  get picture(): Picture {
    return this.#state.picture;
  }

  get window(): OrderWindow | null {
    return this.#state.window;
  }

  get token(): string | undefined {
    return this.#state.token;
  }

  get messages(): readonly ServerMessage[] {
    return this.#state.messages;
  }

  get changes(): readonly ChangeEvent[] {
    return this.#state.changes;
  }

  /** Reasons of the snapshots that were received whole. */
  get snapshots(): readonly SnapshotReason[] {
    return this.#state.snapshots;
  }

  /** `recovered` of each welcome. */
  get recovered(): readonly boolean[] {
    return this.#state.recovered;
  }

  get faults(): readonly string[] {
    return this.#state.faults;
  }

  get bye(): ServerMessageOf<'bye'> | null {
    return this.#state.bye;
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
    await this.until('the picture is complete', () => this.#state.isComplete, withinMs);
    return this;
  }

  messagesOf<T extends ServerMessage['type']>(type: T): ServerMessageOf<T>[] {
    return this.messages.filter((message): message is ServerMessageOf<T> => message.type === type);
  }

  protected override receive(text: string): void {
    const message = serverMessageSchema.parse(JSON.parse(text));
    if (message.type === 'result') this.#results.set(message.requestId, message.result);
    this.#state.receive(message);
  }
}
