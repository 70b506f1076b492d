import { type BaseMessage, baseMessageSchema } from '../../src-shared/base-message.ts';
import type { Picture } from './picture.ts';
import { type ConnectOptions, WebSocketClient } from './web-socket-client.ts';

/** The end of what `faults` says of a change of an order that was never sent. */
export const UPDATE_OF_UNKNOWN = 'an update of an order that is not there';

type BaseChange = Exclude<BaseMessage, { type: 'INITIAL_DATA' }>;

/**
 * A client of the base: asks for no subprotocol and believes each message as it comes. It applies everything, so what
 * goes wrong in its picture is the server's doing; `faults` says when a message took an order backwards.
 */
export class BaseClient extends WebSocketClient {
  readonly picture: Picture = new Map();
  readonly messages: BaseMessage[] = [];
  readonly faults: string[] = [];
  initialDataCount = 0;
  readonly #deletedBy = new Map<number, number>();
  readonly #changeIds = new Set<number>();
  /** Changes delivered more than once: harmless, but counted. */
  repeated = 0;

  static async connect(url: string, options?: ConnectOptions): Promise<BaseClient> {
    const client = new BaseClient(url, [], options);
    await client.opened();
    return client;
  }

  /** Waits for the first INITIAL_DATA. */
  async ready(withinMs?: number): Promise<this> {
    await this.until('INITIAL_DATA has come', () => this.initialDataCount > 0, withinMs);
    return this;
  }

  /** The changes received, without INITIAL_DATA. */
  get changes(): BaseChange[] {
    return this.messages.filter((message): message is BaseChange => message.type !== 'INITIAL_DATA');
  }

  /** @throws Error naming the messages that took an order's row backwards */
  assertNeverBackwards(): void {
    if (this.faults.length > 0) {
      throw new Error(`${this.faults.length} messages went backwards:\n${this.faults.slice(0, 10).join('\n')}`);
    }
  }

  protected override receive(text: string): void {
    const message = baseMessageSchema.parse(JSON.parse(text));
    this.messages.push(message);
    if (message.type === 'INITIAL_DATA') {
      this.initialDataCount++;
      this.picture.clear();
      for (const order of message.data) this.picture.set(order.id, order);
      return;
    }
    if (this.#changeIds.has(message.changeId)) this.repeated++;
    this.#changeIds.add(message.changeId);
    this.#check(message);
    this.#apply(message);
  }

  #apply(message: BaseChange): void {
    const { id } = message.data;
    if (message.type === 'DELETE') {
      this.picture.delete(id);
      this.#deletedBy.set(id, message.changeId);
    } else {
      this.picture.set(id, message.data);
    }
  }

  #check(message: BaseChange): void {
    const { type, data, changeId } = message;
    const shown = this.picture.get(data.id);
    if (shown !== undefined && data.version < shown.version) {
      this.#fault(message, `version ${data.version} after ${shown.version}`);
    } else if (shown === undefined && type === 'UPDATE') {
      this.#fault(message, UPDATE_OF_UNKNOWN);
    } else if (shown === undefined && type === 'INSERT' && changeId < (this.#deletedBy.get(data.id) ?? 0)) {
      this.#fault(message, 'an insert that the delete came after');
    }
  }

  #fault({ type, data, changeId }: BaseChange, what: string): void {
    this.faults.push(`${type} of order ${data.id} (change ${changeId}): ${what}`);
  }
}
