import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Access } from '../../src-main/auth/access.ts';
import { localPrincipal, type Principal } from '../../src-main/auth/principal.ts';
import type { ChangeBatch, ResetReason } from '../../src-main/feed/change-feed.ts';
import type { AnchoredPosition } from '../../src-main/feed/change-log.ts';
import { Hub } from '../../src-main/hub/hub.ts';
import type { OutgoingMessage } from '../../src-main/hub/outgoing-message.ts';
import { DeliveryMeter } from '../../src-main/observability/delivery-meter.ts';
import { Tracing } from '../../src-main/observability/tracing/tracing.ts';
import { baseProtocol } from '../../src-main/session/base-protocol.ts';
import type { DialogueDeps } from '../../src-main/session/client-dialogue.ts';
import type { OpenConnection } from '../../src-main/session/open-connection.ts';
import { ResumeTokens } from '../../src-main/session/resume-token.ts';
import { SessionOpener } from '../../src-main/session/session-opener.ts';
import { SessionRegistry } from '../../src-main/session/session-registry.ts';
import type { FragmentSocket, SessionSocket } from '../../src-main/session/session-socket.ts';
import { SnapshotSource } from '../../src-main/session/shared-snapshot.ts';
import { v1Protocol } from '../../src-main/session/v1-protocol.ts';
import type { CommandResult } from '../../src-shared/command.ts';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import { FakeClock } from './fake-clock.ts';
import { recordingLogger } from './recording-logger.ts';
import { SessionLog } from './session-log.ts';

/** A connection whose other end reads when the test says so. */
export class FakeSocket implements FragmentSocket {
  readonly remote = 'test';
  readonly peer = { transport: 'websocket', userAgent: 'rig' } as const;
  readonly texts: string[] = [];
  bufferedBytes = 0;
  progress = 0;
  /** `false`: what is sent stays in the buffer. */
  reading = true;
  closedAs: ErrorCode | null = null;
  #fragments = '';
  #waiting: (() => void)[] = [];

  send(message: OutgoingMessage): void {
    for (const part of message.parts) {
      this.texts.push(part.toString());
      this.#hold(part.length);
    }
  }

  sendFragment(bytes: Buffer, last: boolean): void {
    this.#fragments += bytes.toString();
    this.#hold(bytes.length);
    if (!last) return;
    this.texts.push(this.#fragments);
    this.#fragments = '';
  }

  whenDrained(callback: () => void): void {
    if (this.bufferedBytes === 0) setImmediate(callback);
    else this.#waiting.push(callback);
  }

  close(code: ErrorCode): void {
    this.closedAs = code;
  }

  /** The client reads so many bytes. */
  take(bytes = this.bufferedBytes): void {
    this.bufferedBytes = Math.max(0, this.bufferedBytes - bytes);
    this.progress++;
    if (this.bufferedBytes > 0) return;
    for (const callback of this.#waiting.splice(0)) callback();
  }

  get messages(): ServerMessage[] {
    return this.texts.map((text) => JSON.parse(text) as ServerMessage);
  }

  /** The types of the messages, without status. */
  get types(): string[] {
    return this.messages.map(({ type }) => type).filter((type) => type !== 'status');
  }

  /** Ids of the changes received, in their order, whichever the protocol. */
  get changeIds(): number[] {
    return this.messages.flatMap((message) => {
      if (message.type === 'changes') return message.changes.map(({ changeId }) => changeId);
      return 'changeId' in message ? [Number(message.changeId)] : [];
    });
  }

  get token(): string | undefined {
    return this.messages.flatMap((message) => ('token' in message ? [message.token] : [])).slice(-1)[0];
  }

  #hold(bytes: number): void {
    if (!this.reading) this.bufferedBytes += bytes;
  }
}

export const BUFFER_BYTES = 1_000;
export const STALL_MS = 30_000;
export const EPOCH = 'e1';

const UNWATCHED: Access['watch'] = () => () => undefined;

interface RigOptions {
  readonly windowBytes?: number;
  readonly clock?: FakeClock;
  readonly watch?: Access['watch'];
  /** In place of the test itself. */
  readonly dispatch?: DialogueDeps['dispatch'];
}

/** Sessions over a log in memory, with time and the reading of clients in the hands of the test. */
export function sessionRig(options: RigOptions = {}) {
  const { windowBytes = 1_000_000, clock = new FakeClock(), watch = UNWATCHED } = options;
  const log = new SessionLog();
  const hub = new Hub(windowBytes);
  const errors: unknown[] = [];
  const deliveries = new DeliveryMeter();
  const tokens = new ResumeTokens('secret');
  const registry = new SessionRegistry(clock, () => STATUS);
  const snapshots = new SnapshotSource(hub, log, clock, async () => undefined);
  const dispatched: ((result: CommandResult) => void)[] = [];
  const onError = (error: unknown) => errors.push(error);
  const opener = new SessionOpener({
    session: {
      hub,
      log,
      snapshots,
      clock,
      deliveries,
      tracing: new Tracing(),
      tokens: () => tokens,
      onError,
      settings: { bufferBytes: BUFFER_BYTES, stallMs: STALL_MS },
    },
    dialogue: {
      dispatch: options.dispatch ?? (() => new Promise((resolve) => dispatched.push(resolve))),
      clock,
      onError,
    },
    registry,
    logger: recordingLogger(),
    v1: v1Protocol({ serverId: 's', serverVersion: '0', tokens: () => tokens, status: () => STATUS, random: () => 0 }),
    base: baseProtocol(() => clock.now()),
    watch,
  });
  let at: AnchoredPosition = log.end;

  return {
    clock,
    log,
    hub,
    errors,
    tokens,
    registry,
    /** Commands under way, to be answered by the test. */
    dispatched,
    /** The feed finds its place at the end of the log. */
    start(epoch = EPOCH) {
      at = log.end;
      hub.started(at, epoch);
    },
    /** What was committed since is read and published as one batch. */
    async poll() {
      const { entries, next } = await log.read(at, 1_000);
      at = next;
      const changes = entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
      const batch: ChangeBatch = { changes, at };
      if (changes.length > 0) hub.publish(batch);
      await settled();
    },
    /** A reset, as the feed makes it. */
    async reset(reason: ResetReason, epoch: string) {
      at = log.end;
      hub.reset(reason, at, epoch);
      await settled();
    },
    v1(token?: string, principal = localPrincipal('127.0.0.1')): { socket: FakeSocket; connection: OpenConnection } {
      const socket = new FakeSocket();
      const connection = opener.openV1(socket, principal);
      connection.received(JSON.stringify({ type: 'hello', ...(token === undefined ? {} : { token }) }));
      return { socket, connection };
    },
    /** As the window opens one: who it is shows later. */
    window: (socket: SessionSocket, principal: Promise<Principal>) => opener.openV1When(socket, principal),
    silent(): { socket: FakeSocket; connection: OpenConnection } {
      const socket = new FakeSocket();
      return { socket, connection: opener.openV1(socket, localPrincipal('127.0.0.1')) };
    },
    base(): { socket: FakeSocket; connection: OpenConnection } {
      const socket = new FakeSocket();
      return { socket, connection: opener.openBase(socket, localPrincipal('127.0.0.1')) };
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

const STATUS: ServerStatus = {
  feed: 'live',
  since: '2025-01-01T00:00:00.000Z',
  dataAgeMs: 5,
  lagMs: null,
  database: 'MySQL 9.7.4',
  problem: null,
  changesPerMinute: 0,
  pollMs: 50,
  gaps: 0,
  oldestGapMs: null,
  clients: 1,
  limits: DEFAULT_ORDER_LIMITS,
};
