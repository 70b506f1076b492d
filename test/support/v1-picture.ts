import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { isInWindow, type OrderWindow } from '../../src-shared/order-window.ts';
import type { ServerMessage, ServerMessageOf, SnapshotReason } from '../../src-shared/server-message.ts';
import type { Picture } from './picture.ts';

/** What a client of `orderdeck.v1` makes of the messages it gets, whichever transport brings them. */
export class V1Picture {
  readonly messages: ServerMessage[] = [];
  readonly changes: ChangeEvent[] = [];
  /** Reasons of the snapshots that were received whole. */
  readonly snapshots: SnapshotReason[] = [];
  /** `recovered` of each welcome. */
  readonly recovered: boolean[] = [];
  /** What the protocol does not allow. */
  readonly faults: string[] = [];
  bye: ServerMessageOf<'bye'> | null = null;
  #snapshot: {
    readonly reason: SnapshotReason;
    readonly total: number;
    readonly window: OrderWindow | null;
    readonly picture: Picture;
  } | null = null;

  /** @param token the last token of an earlier connection, @param picture and @param window what it stands for */
  constructor(
    public token: string | undefined,
    public picture: Picture,
    public window: OrderWindow | null = null,
  ) {}

  /** Whether the picture is one: a welcome came, and a snapshot when the changes since the token were not to be had. */
  get isComplete(): boolean {
    return this.recovered[0] === true || (this.recovered.length > 0 && this.snapshots.length > 0);
  }

  receive(message: ServerMessage): void {
    if (this.bye !== null) this.faults.push(`${message.type} after the bye`);
    this.messages.push(message);
    switch (message.type) {
      case 'welcome':
        this.recovered.push(message.recovered);
        break;
      case 'snapshot-begin':
        this.#snapshot = {
          reason: message.reason,
          total: message.total,
          window: message.window ?? null,
          picture: new Map(),
        };
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
        if (this.recovered.length === 0) this.faults.push('changes before the welcome');
        for (const change of message.changes) this.#apply(change);
        this.token = message.token;
        break;
      case 'bye':
        this.bye = message;
        break;
      case 'result':
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
    this.window = this.#snapshot.window;
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
      if (this.window === null || isInWindow(order, this.window)) this.picture.set(order.id, order);
      else this.picture.delete(order.id);
    }
  }
}
