import type { OutgoingMessage } from '../../src-main/hub/outgoing-message.ts';
import type { FragmentSocket } from '../../src-main/session/session-socket.ts';
import { type BaseMessage, baseMessageSchema } from '../../src-shared/base-message.ts';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import { serverMessageSchema } from '../../src-shared/server-message.ts';
import type { Picture } from './picture.ts';
import { V1Picture } from './v1-picture.ts';

/** A client whose connection is in memory and that reads when it is told to. */
export abstract class SimulatedClient implements FragmentSocket {
  readonly remote = 'simulated';
  readonly peer = { transport: 'websocket', userAgent: null } as const;
  /** A fast client reads at once, a slow one what `read` lets it. */
  fast = true;
  open = true;
  progress = 0;
  bufferedBytes = 0;
  closedAs: ErrorCode | null = null;
  #unread: string[] = [];
  #fragments: Buffer[] = [];
  #drained: (() => void)[] = [];

  abstract readonly picture: Picture;
  abstract readonly faults: string[];
  protected abstract receive(text: string): void;

  send(message: OutgoingMessage): void {
    for (const part of message.parts) this.#sent(part.toString());
  }

  sendFragment(bytes: Buffer, last: boolean): void {
    this.#fragments.push(bytes);
    if (last) this.#sent(Buffer.concat(this.#fragments.splice(0)).toString());
  }

  whenDrained(callback: () => void): void {
    if (this.bufferedBytes === 0) setImmediate(callback);
    else this.#drained.push(callback);
  }

  close(code: ErrorCode): void {
    this.closedAs = code;
    this.vanish();
  }

  /** Reads everything that waits. */
  read(): void {
    for (const text of this.#unread.splice(0)) this.receive(text);
    this.bufferedBytes = 0;
    this.progress++;
    for (const callback of this.#drained.splice(0)) callback();
  }

  /** The connection is gone; what was not read is lost. */
  vanish(): void {
    this.open = false;
    this.#unread = [];
    this.bufferedBytes = 0;
    for (const callback of this.#drained.splice(0)) callback();
  }

  #sent(text: string): void {
    if (!this.open) return;
    this.bufferedBytes += text.length;
    this.#unread.push(text);
    if (this.fast) this.read();
  }
}

export class SimulatedV1Client extends SimulatedClient {
  readonly state: V1Picture;
  readonly #earlier: readonly V1Picture[];

  /** @param before an earlier connection of the same client, to go on from */
  constructor(before?: SimulatedV1Client) {
    super();
    this.state = new V1Picture(before?.state.token, new Map(before?.state.picture));
    this.#earlier = before === undefined ? [] : before.connections;
  }

  /** What came over each connection of this client, the newest last. */
  get connections(): readonly V1Picture[] {
    return [...this.#earlier, this.state];
  }

  get picture(): Picture {
    return this.state.picture;
  }

  get faults(): string[] {
    return this.connections.flatMap((connection) => connection.faults);
  }

  protected receive(text: string): void {
    this.state.receive(serverMessageSchema.parse(JSON.parse(text)));
  }
}

export class SimulatedBaseClient extends SimulatedClient {
  readonly picture: Picture = new Map();
  readonly faults: string[] = [];
  readonly changeIds: number[] = [];
  pictures = 0;

  protected receive(text: string): void {
    const message: BaseMessage = baseMessageSchema.parse(JSON.parse(text));
    if (message.type === 'INITIAL_DATA') {
      this.pictures++;
      this.picture.clear();
      for (const order of message.data) this.picture.set(order.id, order);
      return;
    }
    const { id, version } = message.data;
    const shown = this.picture.get(id);
    if (shown !== undefined && version < shown.version)
      this.faults.push(`order ${id}: ${version} after ${shown.version}`);
    this.changeIds.push(message.changeId);
    if (message.type === 'DELETE') this.picture.delete(id);
    else this.picture.set(id, message.data);
  }
}
