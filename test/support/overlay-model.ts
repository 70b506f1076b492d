import { type Answer, beginAction, endAction } from '../../src-renderer/store/overlay.ts';
import type { ConsoleState, ReceivedMessage } from '../../src-renderer/store/store.ts';
import { createConsoleStore, reduceMessages } from '../../src-renderer/store/store.ts';
import type { Wish } from '../../src-renderer/store/unconfirmed.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order, OrderStatus } from '../../src-shared/order.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { anOrder, deleted, inserted, updated } from './orders.ts';

/** What a person asks for in the model. `expected` is the version they saw. */
interface Sent {
  readonly action: number;
  readonly id: number;
  readonly expected: number;
  readonly wish: Wish | { readonly kind: 'create' };
  /** `null`: not carried out yet. */
  outcome: { readonly answers: readonly Answer[] } | null;
}

/** A server and one console, moved on step by step: commands, results and the feed each take their own time. */
export class OverlayModel {
  state: ConsoleState = createConsoleStore({ kind: 'connecting', transport: 'websocket' }).getState();
  readonly table = new Map<number, Order>();
  readonly #log: ChangeEvent[] = [];
  readonly #sent: Sent[] = [];
  #fed = 0;
  #now = 0;
  #actions = 0;
  #nextId = 100;

  constructor(ids: readonly number[]) {
    for (const id of ids) this.table.set(id, anOrder({ id }));
    this.snapshot(0);
  }

  /** Somebody else writes. */
  foreign(id: number, change: OrderStatus | 'name' | 'delete' | 'insert'): void {
    const row = this.table.get(id);
    if (change === 'insert') {
      const wasThere = this.#log.some(({ type, order }) => type === 'DELETE' && order.id === id);
      if (row === undefined && wasThere)
        this.#write(inserted(anOrder({ id, version: 1, customer_name: `again ${this.#now++}` })));
      return;
    }
    if (row === undefined) return;
    if (change === 'delete') this.#write(deleted(row));
    else if (change === 'name') this.#update(row, { customer_name: `other ${this.#now++}` });
    else this.#update(row, { status: change });
  }

  /** The person asks for something; it is on its way. Another wish for the same order waits until it is answered. */
  ask(id: number, wish: OrderStatus | 'remove' | 'create'): void {
    this.#actions += 1;
    const action = this.#actions;
    if (wish === 'create') {
      this.state = beginAction(this.state, action, new Map(), this.#now++);
      this.#sent.push({ action, id: this.#nextId++, expected: 0, wish: { kind: 'create' }, outcome: null });
      return;
    }
    const seen = this.state.shown.get(id);
    if (seen === undefined || this.#sent.some((sent) => sent.id === id)) return;
    const asked: Wish = wish === 'remove' ? { kind: 'remove' } : { kind: 'change', changes: { status: wish } };
    this.state = beginAction(this.state, action, new Map([[id, asked]]), this.#now++);
    this.#sent.push({ action, id, expected: seen.version, wish: asked, outcome: null });
  }

  /** The server carries out the oldest command. `lost`: no answer will come, whether or not it was done. */
  carryOut(lost: 'no' | 'done' | 'not-done'): void {
    const sent = this.#sent.find(({ outcome }) => outcome === null);
    if (sent === undefined) return;
    const answers = lost === 'not-done' ? [] : this.#execute(sent);
    sent.outcome = { answers: lost === 'no' ? answers : [] };
  }

  /** One of the answers that are ready arrives. */
  answer(which: number): void {
    const ready = this.#sent.filter(({ outcome }) => outcome !== null);
    const sent = ready[which % Math.max(1, ready.length)];
    if (sent === undefined || sent.outcome === null) return;
    this.#sent.splice(this.#sent.indexOf(sent), 1);
    this.state = endAction(this.state, sent.action, [sent.id], sent.outcome.answers, this.#now++);
  }

  /** The feed brings at most so many changes, in one message. */
  feed(count: number): void {
    const changes = this.#log.slice(this.#fed, this.#fed + count);
    this.#fed += changes.length;
    if (changes.length > 0) this.#receive({ type: 'changes', changes, token: '' });
  }

  /** The table as it was `back` changes ago replaces the picture; the changes since then come again. */
  snapshot(back: number): void {
    const place = Math.max(0, this.#log.length - back);
    const rows = new Map(this.table);
    for (const change of this.#log.slice(place).reverse()) {
      if (change.type === 'INSERT') rows.delete(change.order.id);
      else rows.set(change.order.id, change.type === 'DELETE' ? change.order : former(change));
    }
    this.#receive({ type: 'snapshot-begin', reason: 'drift', total: rows.size });
    this.#receive({ type: 'snapshot-chunk', orders: [...rows.values()] });
    this.#receive({ type: 'snapshot-end', token: '' });
    this.#fed = place;
  }

  /** Everything that is under way comes to its end. */
  finish(): void {
    while (this.#sent.some(({ outcome }) => outcome === null)) this.carryOut('no');
    while (this.#sent.length > 0) this.answer(0);
    this.feed(this.#log.length);
  }

  /** So much later the server says that it is alive. */
  heartbeat(laterMs: number): void {
    this.#now += laterMs;
    this.#receive({ type: 'heartbeat', dataAgeMs: 0 });
  }

  #execute({ id, expected, wish }: Sent): readonly Answer[] {
    if (wish.kind === 'create') {
      const row = anOrder({ id });
      this.#write(inserted(row));
      return [{ row, wish: { kind: 'restore', order: row } }];
    }
    const row = this.table.get(id);
    if (row === undefined || row.version !== expected) return [];
    if (wish.kind === 'remove') {
      this.#write(deleted(row));
      return [{ row, wish }];
    }
    const status = wish.kind === 'change' ? wish.changes.status : undefined;
    return [{ row: this.#update(row, status === undefined ? {} : { status }), wish }];
  }

  #update(row: Order, part: Partial<Order>): Order {
    const next = { ...row, ...part, version: row.version + 1 };
    this.#write(updated(next, row));
    return next;
  }

  #write(change: ChangeEvent): void {
    this.#log.push(change);
    if (change.type === 'DELETE') this.table.delete(change.order.id);
    else this.table.set(change.order.id, change.order);
  }

  #receive(message: ServerMessage): void {
    const received: ReceivedMessage = { message, at: this.#now++ };
    this.state = reduceMessages(this.state, [received]);
  }
}

function former(change: Extract<ChangeEvent, { type: 'UPDATE' }>): Order {
  return { ...change.order, ...(change.previous as Partial<Order>) };
}
