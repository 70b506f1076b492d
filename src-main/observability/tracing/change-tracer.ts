import { randomBytes } from 'node:crypto';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { CommandResult } from '../../../src-shared/command.ts';
import type { Order } from '../../../src-shared/order.ts';
import type { Clock } from '../../base/clock.ts';
import { ChangeTrace, type TracedSession } from './change-trace.ts';
import type { Span } from './span.ts';
import { requestTrace, type TraceParent } from './trace-parent.ts';

export interface ChangeTracerDeps {
  readonly clock: Clock;
  /** Milliseconds since 1970 by the database's clock, which wrote the times of the changes. */
  readonly databaseNow: () => number;
  /** Share of the changes that are followed, from 0 to 1; those of a traced command always are. */
  readonly share: number;
  readonly random: () => number;
  readonly export: (spans: readonly Span[]) => void;
  /** Changes that were not followed, since too many are under way. */
  readonly overflowed: (count: number) => void;
}

/** What carries a session, as far as the tracer asks. */
interface TracedSocket {
  whenAcknowledged?(callback: () => void): void;
}

/** A trace waits so long for what comes late: a client that is a little behind, the result of the command. */
const LINGER_MS = 1_000;
/** A client that has not acknowledged by then is left out. */
const GIVE_UP_MS = 10_000;
const MAX_OPEN = 1_000;
/** A command whose change has not come within this time was followed by none. */
const EXPECT_MS = 30_000;
const MAX_EXPECTED = 1_000;
const CLOCK_JUMP_MS = 20;

/** Follows changes from their statement to the clients. Made only where a collector of traces is configured. */
export class ChangeTracer {
  private readonly open = new Map<string, ChangeTrace>();
  private readonly byBatch = new WeakMap<readonly ChangeEvent[], readonly ChangeTrace[]>();
  private readonly expected = new Map<string, { readonly parent: TraceParent; readonly at: number }>();
  private readAt = 0;
  private anchor = 0;

  constructor(private readonly deps: ChangeTracerDeps) {}

  /** A read of the log has just been answered. */
  read(): void {
    this.readAt = this.deps.clock.monotonic();
  }

  /** These changes are about to be handed to the clients. */
  publishing(changes: readonly ChangeEvent[]): void {
    const { clock, databaseNow } = this.deps;
    const published = this.now();
    const read = Math.min(published, this.readAt + this.offset());
    const ahead = databaseNow() - clock.now();
    const traces: ChangeTrace[] = [];
    let overflowed = 0;
    for (const change of changes) {
      const key = keyOf(change.order, change.type === 'DELETE');
      const parent = this.takeExpected(key);
      const isSampled = parent === null ? this.deps.random() < this.deps.share : parent.isSampled;
      if (!isSampled) continue;
      if (this.open.size >= MAX_OPEN) {
        overflowed++;
        continue;
      }
      const committed = Math.min(read, Date.parse(change.at) - ahead);
      const trace = new ChangeTrace(change, id(16), () => id(8), { committed, read, published });
      trace.parent = parent;
      this.open.set(key, trace);
      traces.push(trace);
    }
    if (overflowed > 0) this.deps.overflowed(overflowed);
    if (traces.length === 0) return;
    this.byBatch.set(changes, traces);
    clock.after(LINGER_MS, () => this.finish(traces, clock.monotonic() + GIVE_UP_MS));
  }

  /** A whole batch has just been handed to the socket of one client. */
  sent(changes: readonly ChangeEvent[], session: TracedSession, socket: TracedSocket): void {
    const traces = this.byBatch.get(changes);
    if (traces === undefined) return;
    const sentAt = this.now();
    const canAcknowledge = session.protocol !== 'base' && socket.whenAcknowledged !== undefined;
    const acknowledge = traces.flatMap((trace) => trace.sent(session, sentAt, canAcknowledge) ?? []);
    if (acknowledge.length === 0) return;
    socket.whenAcknowledged?.(() => {
      const at = this.now();
      for (const each of acknowledge) each(at);
    });
  }

  /** A command of the request that is being answered was carried out; its change may have been read already. */
  wrote(result: CommandResult): void {
    const parent = requestTrace.getStore();
    if (parent === undefined || (result.kind !== 'order' && result.kind !== 'deleted')) return;
    const key = keyOf(result.order, result.kind === 'deleted');
    const open = this.open.get(key);
    if (open !== undefined) {
      open.parent ??= parent;
      return;
    }
    this.expected.set(key, { parent, at: this.deps.clock.monotonic() });
    const [oldest] = this.expected.keys();
    if (this.expected.size > MAX_EXPECTED && oldest !== undefined) this.expected.delete(oldest);
  }

  private finish(traces: readonly ChangeTrace[], giveUpAt: number): void {
    const { clock } = this.deps;
    const isOver = clock.monotonic() >= giveUpAt;
    const late = isOver ? [] : traces.filter((trace) => !trace.isComplete);
    const done = isOver ? traces : traces.filter((trace) => trace.isComplete);
    for (const trace of done) {
      const { order, type } = trace.change;
      this.open.delete(keyOf(order, type === 'DELETE'));
    }
    this.deps.export(done.flatMap((trace) => trace.spans()));
    if (late.length > 0) clock.after(LINGER_MS, () => this.finish(late, giveUpAt));
  }

  private takeExpected(key: string): TraceParent | null {
    const found = this.expected.get(key);
    if (found === undefined) return null;
    this.expected.delete(key);
    return this.deps.clock.monotonic() - found.at > EXPECT_MS ? null : found.parent;
  }

  /** Milliseconds since 1970, with fractions. */
  private now(): number {
    return this.deps.clock.monotonic() + this.offset();
  }

  /** From the one clock to the other. The wall clock shows whole milliseconds, so it is looked at for jumps only. */
  private offset(): number {
    const offset = this.deps.clock.now() - this.deps.clock.monotonic();
    if (Math.abs(offset - this.anchor) > CLOCK_JUMP_MS) this.anchor = offset;
    return this.anchor;
  }
}

function keyOf({ id: order, version }: Order, isDeleted: boolean): string {
  return `${order}:${version}${isDeleted ? ':deleted' : ''}`;
}

function id(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
