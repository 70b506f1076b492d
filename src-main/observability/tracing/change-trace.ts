import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Span } from './span.ts';
import type { TraceParent } from './trace-parent.ts';

/** Who a change was handed to. */
export interface TracedSession {
  readonly id: string;
  readonly protocol: string;
  readonly transport: string;
}

interface Handover {
  readonly session: TracedSession;
  readonly sentAt: number;
  acknowledgedAt: number | null;
}

/** More clients than that would say the same again. */
const MAX_HANDOVERS = 10;

/** The way of one change from its statement to the clients, while it is under way. */
export class ChangeTrace {
  /** The command that made the change, when it came with a trace of its own. */
  parent: TraceParent | null = null;
  private readonly handovers: Handover[] = [];
  private handoverCount = 0;
  private unacknowledged = 0;

  /** @param times milliseconds since 1970 by this server's clock */
  constructor(
    readonly change: ChangeEvent,
    private readonly traceId: string,
    private readonly newSpanId: () => string,
    private readonly times: { readonly committed: number; readonly read: number; readonly published: number },
  ) {}

  /** @returns what to call when the client has shown that it has it; `null`: one more client is not followed */
  sent(session: TracedSession, sentAt: number, canAcknowledge: boolean): ((at: number) => void) | null {
    this.handoverCount++;
    if (this.handovers.length >= MAX_HANDOVERS) return null;
    const handover: Handover = { session, sentAt, acknowledgedAt: null };
    this.handovers.push(handover);
    if (!canAcknowledge) return null;
    this.unacknowledged++;
    return (at) => {
      handover.acknowledgedAt = at;
      this.unacknowledged--;
    };
  }

  get isComplete(): boolean {
    return this.unacknowledged === 0;
  }

  /** All spans; the first one spans the others. */
  spans(): Span[] {
    const { committed, read, published } = this.times;
    const traceId = this.parent?.traceId ?? this.traceId;
    const rootId = this.newSpanId();
    const part = (name: string, start: number, end: number, attributes: Span['attributes'] = {}): Span => ({
      traceId,
      spanId: this.newSpanId(),
      parentId: rootId,
      name,
      start,
      end,
      attributes,
    });
    const handovers = this.handovers.flatMap(({ session, sentAt, acknowledgedAt }) => {
      const about = {
        'orderdeck.session': session.id,
        'orderdeck.protocol': session.protocol,
        'orderdeck.transport': session.transport,
      };
      return [
        part('published to sent', published, sentAt, about),
        ...(acknowledgedAt === null ? [] : [part('sent to acknowledged', sentAt, acknowledgedAt, about)]),
      ];
    });
    const parts = [
      part('committed to read', committed, read),
      part('read to published', read, published),
      ...handovers,
    ];
    const root: Span = {
      traceId,
      spanId: rootId,
      parentId: this.parent?.spanId ?? null,
      name: `order ${this.change.type.toLowerCase()}`,
      start: committed,
      end: Math.max(...parts.map(({ end }) => end)),
      attributes: {
        'orderdeck.change.id': this.change.changeId,
        'orderdeck.change.type': this.change.type,
        'orderdeck.order.id': this.change.order.id,
        'orderdeck.order.version': this.change.order.version,
        'orderdeck.sessions': this.handoverCount,
      },
    };
    return [root, ...parts];
  }
}
