import type { ErrorCode } from '../../src-shared/error-code.ts';
import type { SnapshotReason } from '../../src-shared/server-message.ts';
import type { ClientEntry } from '../../src-shared/stats-details.ts';
import type { Clock } from '../base/clock.ts';
import type { ResetReason } from '../feed/change-feed.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import { covers, hasSeen } from '../feed/position.ts';
import type { WindowEntry } from '../hub/change-window.ts';
import type { HubPlace, Subscriber } from '../hub/hub.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { DeliveryMeter } from '../observability/delivery-meter.ts';
import type { TracedSession } from '../observability/tracing/change-trace.ts';
import type { Tracing } from '../observability/tracing/tracing.ts';
import { type CatchUpDeps, catchUp, standing } from './catch-up.ts';
import type { ResumeTokens } from './resume-token.ts';
import type { SessionProtocol } from './session-protocol.ts';
import type { SessionSocket } from './session-socket.ts';
import type { SessionState } from './session-state.ts';
import type { Snapshot } from './snapshot.ts';
import { untilDrained } from './until-drained.ts';

export interface SessionSettings {
  /** Unread bytes beyond which nothing more is handed to the socket. */
  readonly bufferBytes: number;
  /** How long the client may leave a full buffer unread. */
  readonly stallMs: number;
}

export interface SessionDeps extends CatchUpDeps {
  readonly clock: Clock;
  readonly settings: SessionSettings;
  readonly deliveries: DeliveryMeter;
  readonly tracing: Tracing;
  /** Only asked once the feed has started. */
  readonly tokens: () => ResumeTokens;
  /** An error of the session itself: the client is told to come back, the log gets the whole story. */
  readonly onError: (error: unknown, session: string) => void;
}

/** Falls behind the window this often within `DEMOTION_MS`: the client is too slow to be kept. */
const MAX_DEMOTIONS = 10;
const DEMOTION_MS = 60_000;
/** As much of what a client calls itself is shown. */
const LONGEST_AGENT = 200;

/**
 * One client's way from where it stands to the present, and on. It takes batches from the window at the client's own
 * speed; a client that falls out of the window goes back to catching up from the log.
 */
export class Session<Socket extends SessionSocket = SessionSocket> implements Subscriber {
  private current: SessionState = { kind: 'connected' };
  private unsubscribe: (() => void) | null = null;
  private demotedAt: number[] = [];
  private greeted = false;
  /** The client is not reading; it goes on when there is room again. */
  private waitsForRoom = false;
  private newest: number | null = null;
  private closeListeners: (() => void)[] = [];
  /** Why the server closed it; `null` while open and when the client went by itself. */
  endedAs: ErrorCode | null = null;
  /** How often it fell out of the window. */
  demotions = 0;
  /** Milliseconds since 1970. */
  private readonly openedAt: number;

  constructor(
    readonly id: string,
    readonly protocol: SessionProtocol<Socket>,
    readonly socket: Socket,
    private readonly deps: SessionDeps,
  ) {
    this.openedAt = deps.clock.now();
  }

  get state(): SessionState['kind'] {
    return this.current.kind;
  }

  /** For the list of clients. */
  describe(): ClientEntry {
    const { window } = this.deps.hub.place ?? {};
    return {
      id: this.id,
      address: this.socket.remote,
      transport: this.socket.peer.transport,
      protocol: this.protocol.name,
      state: this.current.kind,
      queueBytes: this.socket.bufferedBytes,
      batchesBehind: this.current.kind === 'live' && window !== undefined ? window.lastSeq - this.current.cursor : null,
      demotions: this.demotions,
      connectedSince: new Date(this.openedAt).toISOString(),
      userAgent: this.socket.peer.userAgent?.slice(0, LONGEST_AGENT) ?? null,
    };
  }

  /**
   * Starts the flow.
   *
   * @param token the place the client came back with; `null` for none
   * @param newest the newest so many orders, and those that are open, are enough for it; `null`: it wants all
   */
  begin(token: string | null, newest: number | null = null): void {
    if (this.current.kind !== 'connected') return;
    this.newest = newest;
    this.current = { kind: 'waiting', token };
    this.unsubscribe = this.deps.hub.subscribe(this);
    if (this.deps.hub.place === null) this.protocol.waiting(this.socket);
    else this.feedStarted();
  }

  feedStarted(): void {
    const { place } = this.deps.hub;
    if (this.current.kind !== 'waiting' || place === null) return;
    const { token } = this.current;
    if (token === null) {
      this.startCatchUp(null, 'first-connect');
      return;
    }
    const from = this.deps.tokens().decode(token);
    if (from === null)
      this.close('invalid-token', 'The token is damaged or from another database. Come back without it.');
    else if (from.epoch !== place.epoch) this.startCatchUp(null, 'new-epoch');
    else this.startCatchUp(from.at, 'log-passed');
  }

  reset(reason: ResetReason): void {
    if (this.current.kind === 'closed') return;
    this.startCatchUp(null, reason);
  }

  /** Hands the client what the window has for it, as far as it keeps up. */
  changesAvailable(): void {
    const place = this.deps.hub.place;
    while (this.current.kind === 'live' && place !== null && !this.waitsForRoom) {
      const { cursor } = this.current;
      if (cursor >= place.window.lastSeq) return;
      if (this.isFull) {
        void this.goOnWhenDrained();
        return;
      }
      const entry = place.window.get(cursor + 1);
      if (entry === undefined) {
        this.demote();
        return;
      }
      this.deliver(entry, place, this.current);
    }
  }

  /** Unread bytes beyond which the client is sent nothing more than what it asked for. */
  get isFull(): boolean {
    return this.socket.bufferedBytes > this.deps.settings.bufferBytes;
  }

  /** Sends a result to a client that asked for it, even when it reads slowly. */
  answer(message: OutgoingMessage): void {
    if (this.current.kind !== 'closed') this.sendOther(message);
  }

  /** Sends something outside the flow (status, heartbeat), unless the client is not reading or has not asked for anything. */
  tell(message: OutgoingMessage): void {
    if (this.current.kind === 'closed' || this.current.kind === 'connected' || this.isFull) return;
    this.sendOther(message);
  }

  close(code: ErrorCode, detail: string): void {
    if (this.current.kind === 'closed') return;
    if (!this.isFull) this.protocol.bye(this.socket, code, detail);
    this.socket.close(code, detail);
    this.endedAs = code;
    this.ended();
  }

  /** The socket is gone, whoever closed it. */
  ended(): void {
    if (this.current.kind === 'closed') return;
    this.current = { kind: 'closed' };
    this.unsubscribe?.();
    for (const listener of this.closeListeners) listener();
  }

  onEnd(listener: () => void): void {
    this.closeListeners.push(listener);
  }

  private deliver(entry: WindowEntry, place: HubPlace, live: Extract<SessionState, { kind: 'live' }>): void {
    const pollerBefore = place.window.get(entry.seq - 1)?.at ?? place.window.start;
    const skip = live.skip.filter((seen) => !covers(pollerBefore.position, seen.position));
    const fresh =
      skip.length === 0
        ? entry.changes
        : entry.changes.filter((change) => !skip.some((seen) => hasSeen(seen.position, change.changeId)));
    this.current = { kind: 'live', cursor: entry.seq, skip, at: entry.at };
    if (fresh.length === 0) return;
    this.sendChanges(
      skip.length === 0
        ? this.shared(entry, place)
        : this.protocol.changes({ changes: fresh, at: standing(entry.at, skip), epoch: place.epoch }),
      fresh.length,
    );
    if (fresh.length === entry.changes.length) this.deps.tracing.tracer?.sent(entry.changes, this.traced, this.socket);
  }

  private get traced(): TracedSession {
    return { id: this.id, protocol: this.protocol.name, transport: this.socket.peer.transport };
  }

  private sendChanges(message: OutgoingMessage, count: number): void {
    this.socket.send(message);
    this.deps.deliveries.changes(count, message.size);
  }

  private sendOther(message: OutgoingMessage): void {
    this.socket.send(message);
    this.deps.deliveries.other(message.size);
  }

  private shared(entry: WindowEntry, place: HubPlace): OutgoingMessage {
    let message = entry.messages.get(this.protocol);
    if (message === undefined) {
      message = this.protocol.changes({ changes: entry.changes, at: entry.at, epoch: place.epoch });
      entry.messages.set(this.protocol, message);
    }
    return message;
  }

  private async goOnWhenDrained(): Promise<void> {
    this.waitsForRoom = true;
    await this.drained();
    this.waitsForRoom = false;
    this.changesAvailable();
  }

  private demote(): void {
    if (this.current.kind !== 'live') return;
    const now = this.deps.clock.monotonic();
    this.demotions++;
    this.demotedAt = [...this.demotedAt.filter((at) => now - at < DEMOTION_MS), now];
    if (this.demotedAt.length > MAX_DEMOTIONS) {
      this.close('too-slow', 'This client keeps falling behind. Come back with the last token; nothing is lost.');
      return;
    }
    this.startCatchUp(this.current.at, 'log-passed', this.current.skip);
  }

  private startCatchUp(
    from: AnchoredPosition | null,
    reason: SnapshotReason,
    skip: readonly AnchoredPosition[] = [],
  ): void {
    const state: SessionState = { kind: 'catching-up' };
    this.current = state;
    const isCurrent = () => this.current === state;
    void this.runCatchUp(from, reason, skip, isCurrent);
  }

  private async runCatchUp(
    from: AnchoredPosition | null,
    reason: SnapshotReason,
    skip: readonly AnchoredPosition[],
    isCurrent: () => boolean,
  ): Promise<void> {
    try {
      const live = await catchUp(
        this.deps,
        { from, reason, skip, newest: this.newest },
        {
          snapshot: (snapshot, why) => this.sendSnapshot(snapshot, why, isCurrent),
          changes: async (changes, at, remaining) => {
            if (!isCurrent()) return;
            this.greet(true);
            if (changes.length > 0)
              this.sendChanges(
                this.protocol.changes({ changes, at, epoch: this.deps.hub.place?.epoch ?? '', remaining }),
                changes.length,
              );
            await this.drained();
          },
        },
        isCurrent,
      );
      if (live === null || !isCurrent()) return;
      this.greet(true);
      this.current = { kind: 'live', ...live };
      this.changesAvailable();
    } catch (error) {
      if (!isCurrent()) return;
      this.deps.onError(error, this.id);
      this.close('database-unavailable', 'The data could not be read just now. Come back with the last token.');
    }
  }

  private async sendSnapshot(snapshot: Snapshot, reason: SnapshotReason, isCurrent: () => boolean): Promise<void> {
    this.greet(false);
    this.protocol.snapshotBegin(this.socket, reason, snapshot);
    this.deps.deliveries.snapshotBegun();
    for (let index = 0; ; index++) {
      const chunk = await snapshot.chunk(index);
      if (!isCurrent()) return;
      if (chunk === null) break;
      this.protocol.snapshotChunk(this.socket, chunk);
      this.deps.deliveries.snapshotPart(chunk.rows.length);
      await this.drained();
      if (!isCurrent()) return;
    }
    this.protocol.snapshotEnd(this.socket, snapshot.at, snapshot.epoch);
  }

  private greet(recovered: boolean): void {
    if (this.greeted) return;
    this.greeted = true;
    this.protocol.welcome(this.socket, recovered);
  }

  /** Resolves when the client has room, or the session is over because the client stopped reading. */
  async drained(): Promise<void> {
    if (!this.isFull) return;
    await untilDrained(this.socket, this.deps.clock, this.deps.settings.stallMs, () =>
      this.close('too-slow', 'This client has stopped reading. Come back with the last token; nothing is lost.'),
    );
  }
}
