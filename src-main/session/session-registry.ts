import type { ErrorCode } from '../../src-shared/error-code.ts';
import { HEARTBEAT_MS } from '../../src-shared/protocol-version.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import { type ClientList, MAX_LISTED, type TransportName } from '../../src-shared/stats-details.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';
import { Tally } from '../observability/tally.ts';
import type { Session } from './session.ts';
import type { SessionState } from './session-state.ts';
import { v1Message } from './v1-protocol.ts';

/** Figures about the connected clients, for `/api/stats`. */
export interface ClientFigures {
  readonly total: number;
  readonly byProtocol: Record<string, number>;
  readonly byState: Record<string, number>;
  readonly byTransport: Record<string, number>;
  /** Sessions by protocol, since the start. */
  readonly opened: Record<string, number>;
  /** By why they ended, since the start. */
  readonly closed: Record<string, number>;
  /** Bytes that wait for clients to read them. */
  readonly queueBytes: number;
  readonly demotions: number;
  readonly closedTooSlow: number;
}

/** Every this many beats the status takes the place of the heartbeat, so that its figures stay fresh. */
const STATUS_EVERY = 2;

/** All open sessions: tells them how fresh their data is, and sends them away when the server stops. */
export class SessionRegistry implements Service {
  readonly name = 'sessions';
  private readonly sessions = new Set<Session>();
  private ticker: Timer | null = null;
  private ticks = 0;
  private demotionsOfClosed = 0;
  private readonly opened = new Tally<Session['protocol']['name']>();
  private readonly closed = new Tally<ErrorCode | 'client'>();
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly status: () => ServerStatus,
    /** Somebody looks, and nobody did before. */
    private readonly onFirst: () => void = () => undefined,
  ) {}

  async start(): Promise<void> {
    this.ticker = this.clock.every(HEARTBEAT_MS, () => this.tick());
  }

  /** Tells every client to come back, with its token, and closes it. */
  async stop(): Promise<void> {
    this.ticker?.cancel();
    this.stopped = true;
    for (const session of [...this.sessions]) sendAway(session);
  }

  add(session: Session): void {
    this.sessions.add(session);
    this.opened.add(session.protocol.name);
    if (this.sessions.size === 1) this.onFirst();
    session.onEnd(() => {
      this.sessions.delete(session);
      this.demotionsOfClosed += session.demotions;
      this.closed.add(session.endedAs ?? 'client');
    });
    if (this.stopped) sendAway(session);
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Sends the status at once, because something in it matters now. */
  broadcastStatus(): void {
    this.broadcast(v1Message({ type: 'status', status: this.status() }));
  }

  figures(): ClientFigures {
    const byProtocol: Record<string, number> = {};
    const byState: Partial<Record<SessionState['kind'], number>> = {};
    const byTransport: Partial<Record<TransportName, number>> = {};
    let demotions = this.demotionsOfClosed;
    let queueBytes = 0;
    for (const session of this.sessions) {
      byProtocol[session.protocol.name] = (byProtocol[session.protocol.name] ?? 0) + 1;
      byState[session.state] = (byState[session.state] ?? 0) + 1;
      const { transport } = session.socket.peer;
      byTransport[transport] = (byTransport[transport] ?? 0) + 1;
      demotions += session.demotions;
      queueBytes += session.socket.bufferedBytes;
    }
    const [opened, closed] = [this.opened.read(), this.closed.read()];
    const closedTooSlow = closed['too-slow'] ?? 0;
    const total = this.sessions.size;
    return { total, byProtocol, byState, byTransport, opened, closed, queueBytes, demotions, closedTooSlow };
  }

  /** Those that are connected, longest first. */
  list(): ClientList {
    const clients = [...this.sessions].slice(0, MAX_LISTED).map((session) => session.describe());
    return { total: this.sessions.size, clients };
  }

  private tick(): void {
    this.ticks++;
    // One message per beat: with a hundred clients, writing is nearly all that an idle server does.
    if (this.ticks % STATUS_EVERY === 0) this.broadcastStatus();
    else this.broadcast(v1Message({ type: 'heartbeat', dataAgeMs: this.status().dataAgeMs }));
  }

  private broadcast(message: OutgoingMessage): void {
    for (const session of this.sessions) if (session.protocol.name !== 'base') session.tell(message);
  }
}

function sendAway(session: Session): void {
  session.close('shutting-down', 'The server is restarting. Come back with the last token; nothing is lost.');
}
