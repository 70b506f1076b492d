import type { CommandOutcome } from '../../src-renderer/connection/pending-commands.ts';
import { OrderActions } from '../../src-renderer/store/order-actions.ts';
import { QuietStore } from '../../src-renderer/store/quiet-store.ts';
import { createConsoleStore } from '../../src-renderer/store/store.ts';
import type { CommandSender } from '../../src-renderer/ui/command-sender.ts';
import type { QueuedScan } from '../../src-renderer/views/scan/queued-scan.ts';
import { ScanStation } from '../../src-renderer/views/scan/scan-station.ts';
import type { Scanner } from '../../src-renderer/views/scan/scanner.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Command } from '../../src-shared/command.ts';
import type { Order } from '../../src-shared/order.ts';
import { FakeClock } from './fake-clock.ts';
import { anOrder, deleted, updated } from './orders.ts';

/** What the server does to the next command instead of answering it. */
type Mishap = 'unsent' | 'lost-before' | 'lost-after' | 'busy';

/** A bench at a server of a few lines, whose line can be cut at the worst moments. */
export class BenchRig {
  readonly clock = new FakeClock();
  readonly rows = new Map<number, Order>();
  readonly history = new Map<number, ChangeEvent[]>();
  /** What the picture of live updates shows, where it is not the truth. */
  readonly picture = new Map<number, Order>();
  readonly played: string[] = [];
  /** What the console told in place of the bench. */
  readonly told: string[] = [];
  /** Writes that took place. */
  readonly written: string[] = [];
  /** In whose name each of them did. */
  readonly writers: string[] = [];
  mishaps: Mishap[] = [];
  isOpen = true;
  /** Who is before the screen, and whether that is known for certain. */
  scanner: Scanner | null | undefined = { kind: 'person', name: 'Ada' };
  isSure = true;
  lastScanner: Scanner | null = null;
  kept: readonly QueuedScan[] = [];
  /** Called when a row is read next. */
  reading: (() => void) | null = null;
  /** Called before the next write reaches the table. */
  meanwhile: (() => void) | null = null;
  actions = this.#newActions();
  station = this.#newStation();

  /** The page is loaded again. */
  reload(): void {
    this.actions = this.#newActions();
    this.station = this.#newStation();
  }

  /** Another person is before the screen, or nobody (`null`). */
  becomes(name: string | null): void {
    const before = this.scanner?.name;
    this.scanner = name === null ? null : { kind: 'person', name };
    if (name !== null && name !== before) this.actions.forget();
    this.station.welcome();
  }

  order(id: number, part: Partial<Order> = {}): void {
    this.rows.set(id, anOrder({ id, ...part }));
  }

  /** Somebody else writes. */
  change(id: number, part: Partial<Order>, actor = 'bench 3'): void {
    const before = this.rows.get(id);
    if (before === undefined) throw new Error(`There is no order ${id}`);
    const after = { ...before, ...part, version: before.version + 1 };
    this.rows.set(id, after);
    const previous = before.status === after.status ? {} : { status: before.status };
    this.#log(id, { ...updated(after, previous), actor });
  }

  remove(id: number): void {
    const row = this.rows.get(id);
    if (row === undefined) throw new Error(`There is no order ${id}`);
    this.rows.delete(id);
    this.#log(id, { ...deleted(row), actor: 'bench 3' });
  }

  /** Lets everything that is under way come to its end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  }

  /** The results so far, oldest first. */
  get results(): string[] {
    return [...this.station.store.getState().recent].reverse().map(({ result }) => result.kind);
  }

  get #sender(): CommandSender {
    return { execute: (command) => Promise.resolve(this.#execute(command)) };
  }

  #newActions(): OrderActions {
    const store = new QuietStore(createConsoleStore({ kind: 'live', transport: 'websocket' }), () => false);
    return new OrderActions({
      sender: this.#sender,
      store,
      clock: this.clock,
      tell: ({ kind }) => this.told.push(kind),
    });
  }

  #newStation(): ScanStation {
    return new ScanStation({
      ports: {
        sender: this.#sender,
        known: (id) => this.picture.get(id) ?? this.rows.get(id),
        reader: {
          read: async (id) => {
            this.reading?.();
            this.reading = null;
            if (!this.isOpen) return { kind: 'unreachable' };
            const order = this.rows.get(id);
            return order === undefined ? { kind: 'absent' } : { kind: 'row', order };
          },
          history: async (id) =>
            this.isOpen ? { changes: [...(this.history.get(id) ?? [])].reverse(), complete: true } : null,
        },
      },
      actions: this.actions,
      clock: this.clock,
      storage: {
        load: () => this.kept,
        save: (queue) => {
          this.kept = JSON.parse(JSON.stringify(queue));
          return true;
        },
        lastScanner: () => this.lastScanner,
        saveScanner: (scanner) => {
          this.lastScanner = scanner;
        },
      },
      canSend: () => this.isOpen,
      scanner: () => this.scanner,
      isSure: () => this.isSure,
      play: (tone) => this.played.push(tone),
    });
  }

  #execute(command: Command): CommandOutcome {
    const mishap = this.isOpen ? this.mishaps.shift() : 'unsent';
    if (mishap === 'unsent') return { kind: 'unsent' };
    if (mishap === 'lost-before') return { kind: 'unknown' };
    if (mishap === 'busy') {
      const problem = {
        type: 'about:blank',
        title: 'busy',
        status: 503,
        code: 'database-busy',
        detail: 'busy',
      } as const;
      return { kind: 'problem', problem };
    }
    const outcome = this.#write(command);
    return mishap === 'lost-after' ? { kind: 'unknown' } : outcome;
  }

  #write(command: Command): CommandOutcome {
    this.meanwhile?.();
    this.meanwhile = null;
    if (command.type === 'undo') return this.#undo(command.changes[0]?.id ?? 0, command.changes[0]?.version ?? 0);
    if (command.type !== 'set-status') throw new Error(`Nothing scans a ${command.type}`);
    const nothing = { updated: [], deleted: [], conflicts: [], notFound: [] };
    const [wanted] = command.orders;
    const row = this.rows.get(wanted?.id ?? 0);
    if (wanted === undefined || row === undefined) {
      return { kind: 'bulk', outcome: { ...nothing, notFound: [wanted?.id ?? 0] } };
    }
    if (row.version !== wanted.expectedVersion) return { kind: 'bulk', outcome: { ...nothing, conflicts: [row] } };
    this.change(row.id, { status: command.status }, 'this bench');
    this.written.push(`${row.id} ${command.status}`);
    this.writers.push(this.scanner?.name ?? '');
    const after = this.rows.get(row.id);
    return { kind: 'bulk', outcome: { ...nothing, updated: after === undefined ? [] : [after] } };
  }

  #undo(id: number, version: number): CommandOutcome {
    const nothing = { restored: [], deleted: [], conflicts: [], gone: [], expired: [] };
    const row = this.rows.get(id);
    const made = this.history.get(id)?.find((change) => change.order.version === version);
    if (row === undefined || made?.type !== 'UPDATE') return { kind: 'undone', outcome: { ...nothing, gone: [id] } };
    if (row.status !== made.order.status) return { kind: 'undone', outcome: { ...nothing, conflicts: [row] } };
    this.change(id, { status: made.previous.status ?? row.status }, 'this bench');
    const after = this.rows.get(id);
    return { kind: 'undone', outcome: { ...nothing, restored: after === undefined ? [] : [after] } };
  }

  #log(id: number, change: ChangeEvent): void {
    this.history.set(id, [...(this.history.get(id) ?? []), change]);
  }
}
