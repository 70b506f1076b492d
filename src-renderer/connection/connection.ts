import type { Command } from '../../src-shared/command.ts';
import { HEARTBEAT_MS } from '../../src-shared/protocol-version.ts';
import type { ServerMessage, ServerMessageOf } from '../../src-shared/server-message.ts';
import { backoffMs, retryAfterMs } from './backoff.ts';
import type { Clock, Timer } from './clock.ts';
import { type ConnectionState, canSend } from './connection-state.ts';
import { judgeLoss } from './loss.ts';
import { nextState } from './next-state.ts';
import { type CommandOutcome, PendingCommands } from './pending-commands.ts';
import type { Transport, TransportClose, TransportFactory, TransportKind } from './transport.ts';
import { afterFailure, afterSuccess, chosenKind, firstChoice, type TransportChoice } from './transport-choice.ts';

/** A server that does not welcome us within this time counts as not reached. */
const WELCOME_WITHIN_MS = 8_000;
const COMMAND_TIMEOUT_MS = 15_000;
/** On a fallback, how often to look whether the best way works again. */
const UPGRADE_EVERY_MS = 60_000;
/** A connection that held this long was a good one: the next loss starts with short waits again. */
const STEADY_AFTER_MS = 5_000;
/** This many heartbeats of silence mean that the connection is dead, whatever the socket says. */
const SILENT_HEARTBEATS = 3;

export interface ConnectionOptions {
  readonly kinds: readonly TransportKind[];
  readonly createTransport: TransportFactory;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly onMessage: (message: ServerMessage) => void;
  /** How many of the newest orders to ask for, 0: all of them; a promise where that is not known yet. */
  readonly windowOrders?: () => number | Promise<number>;
  /** Called with every change of state, after the message that caused it was handed on. */
  readonly onState: (state: ConnectionState) => void;
}

/**
 * Keeps one conversation with the server alive over whatever transport works: says hello with the last token,
 * watches for silence, comes back with jittered waits and matches commands with their results.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #pending: PendingCommands;
  #state: ConnectionState;
  #choice: TransportChoice;
  #transport: Transport | null = null;
  #token: string | undefined;
  #bye: ServerMessageOf<'bye'> | null = null;
  /** Monotonic time of the welcome on the present transport, `null` before it. */
  #welcomedAt: number | null = null;
  #heardAt = 0;
  #heardAtWall = 0;
  #heartbeatMs = HEARTBEAT_MS;
  #attempt = 0;
  #commands = 0;
  #retry: Timer | null = null;
  #watch: Timer | null = null;
  #upgrade: Timer | null = null;
  #probe: Transport | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#pending = new PendingCommands(options.clock, COMMAND_TIMEOUT_MS);
    this.#choice = firstChoice(options.kinds);
    this.#state = { kind: 'connecting', transport: chosenKind(this.#choice) };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#transport === null && this.#retry === null) this.#open();
  }

  stop(): void {
    this.#closeTransport();
    this.#retry?.cancel();
    this.#retry = null;
    this.#pending.abandon();
  }

  /** Who asks is somebody else now: comes back under the new name, with what is known already. */
  renew(): void {
    this.stop();
    this.#enter({ kind: 'connecting', transport: chosenKind(this.#choice) });
    this.#open();
  }

  /** Does not wait for the next attempt. Without effect while connected or trying. */
  tryNow(): void {
    if (this.#transport !== null) return;
    this.#retry?.cancel();
    this.#retry = null;
    this.#open();
  }

  /** The tab became visible or the network came back: waits and half-dead sockets are not believed any longer. */
  checkNow(): void {
    if (this.#transport === null) {
      if (this.#state.kind === 'reconnecting') this.tryNow();
      return;
    }
    if (this.#welcomedAt === null) return;
    const { clock } = this.#options;
    const silent = clock.monotonic() - this.#heardAt > this.#heartbeatMs * 1.5;
    // The monotonic clock may stand still while the machine sleeps; the wall clock does not.
    const slept = clock.now() - this.#heardAtWall > this.#heartbeatMs * SILENT_HEARTBEATS;
    if (!silent && !slept) return;
    this.#lose({ why: 'closed', code: null, detail: 'Nothing was heard from the server for a while.' });
    this.tryNow();
  }

  /** Never rejects: every way a command can end is an outcome. */
  execute(command: Command): Promise<CommandOutcome> {
    if (this.#transport === null || this.#welcomedAt === null || !canSend(this.#state)) {
      return Promise.resolve({ kind: 'unsent' });
    }
    this.#commands += 1;
    const requestId = `c${this.#commands}`;
    const outcome = this.#pending.wait(requestId);
    this.#transport.send({ type: 'command', requestId, command });
    return outcome;
  }

  #open(): void {
    const { createTransport } = this.#options;
    const transport = createTransport(chosenKind(this.#choice));
    this.#transport = transport;
    this.#bye = null;
    this.#welcomedAt = null;
    if (this.#state.kind === 'reconnecting') {
      this.#enter({ ...this.#state, transport: transport.kind, nextTryAt: null });
    } else if (this.#state.kind === 'refused') {
      this.#enter({ kind: 'connecting', transport: transport.kind });
    }
    this.#awaitWelcome();
    transport.connect({
      opened: () => {
        const orders = this.#options.windowOrders?.() ?? 0;
        if (typeof orders === 'number') this.#greet(transport, orders);
        else void orders.then((known) => this.#greet(transport, known));
      },
      message: (message) => {
        if (this.#transport === transport) this.#receive(message, transport.kind);
      },
      closed: (reason) => {
        if (this.#transport === transport) this.#lose(reason);
      },
    });
  }

  #greet(transport: Transport, orders: number): void {
    if (this.#transport !== transport) return;
    const token = this.#token;
    transport.send({
      type: 'hello',
      ...(token === undefined ? {} : { token }),
      ...(orders === 0 ? {} : { window: orders }),
    });
  }

  /** From now on; a server that waits for its database says so again and again, and is waited for. */
  #awaitWelcome(): void {
    this.#watch?.cancel();
    this.#watch = this.#options.clock.after(WELCOME_WITHIN_MS, () =>
      this.#lose({ why: 'closed', code: null, detail: 'The server did not answer in time.' }),
    );
  }

  #receive(message: ServerMessage, kind: TransportKind): void {
    this.#heardAt = this.#options.clock.monotonic();
    this.#heardAtWall = this.#options.clock.now();
    if (message.type === 'welcome') this.#welcome(message);
    else if (this.#welcomedAt === null) this.#awaitWelcome();
    if (message.type === 'changes' || message.type === 'snapshot-end') this.#token = message.token;
    if (message.type === 'result') this.#pending.answer(message.requestId, message.result);
    this.#options.onMessage(message);
    if (message.type === 'bye') {
      this.#bye = message;
      this.#lose({ why: 'closed', code: null, detail: message.detail });
      return;
    }
    this.#enter(nextState(this.#state, message, kind));
  }

  #welcome(message: ServerMessageOf<'welcome'>): void {
    const { clock } = this.#options;
    this.#welcomedAt = this.#heardAt;
    this.#choice = afterSuccess(this.#choice);
    this.#heartbeatMs = message.heartbeatMs;
    const limit = message.heartbeatMs * SILENT_HEARTBEATS;
    this.#watch?.cancel();
    this.#watch = clock.every(message.heartbeatMs, () => {
      if (clock.monotonic() - this.#heardAt < limit) return;
      this.#lose({ why: 'closed', code: null, detail: 'The server has gone silent.' });
    });
    this.#upgrade?.cancel();
    this.#upgrade = this.#choice.index === 0 ? null : clock.every(UPGRADE_EVERY_MS, () => this.#tryBestWay());
  }

  /** Opens the best transport beside the present one and moves over, by token, only when it does open. */
  #tryBestWay(): void {
    const { kinds, createTransport } = this.#options;
    const best = kinds[0];
    if (best === undefined || this.#pending.size > 0 || this.#state.kind !== 'live') return;
    const present = this.#transport;
    this.#probe?.close();
    const probe = createTransport(best);
    this.#probe = probe;
    probe.connect({
      opened: () => {
        probe.close();
        this.#probe = null;
        if (this.#transport !== present || this.#pending.size > 0) return;
        this.#closeTransport();
        this.#choice = firstChoice(kinds);
        this.#open();
      },
      message: () => undefined,
      closed: () => undefined,
    });
  }

  #lose(reason: TransportClose): void {
    const { clock, random } = this.#options;
    const welcomedAt = this.#welcomedAt;
    const transport = this.#transport?.kind ?? chosenKind(this.#choice);
    this.#closeTransport();
    this.#pending.abandon();
    if (welcomedAt === null) this.#choice = afterFailure(this.#choice);
    else if (clock.monotonic() - welcomedAt >= STEADY_AFTER_MS) this.#attempt = 0;
    const verdict = judgeLoss(reason, this.#bye);
    if (verdict.kind === 'refused') {
      this.#enter(verdict);
      return;
    }
    if (verdict.forgetToken) this.#token = undefined;
    const wait =
      verdict.askedMs === null ? backoffMs(this.#attempt, random()) : retryAfterMs(verdict.askedMs, random());
    this.#attempt += 1;
    const since = this.#state.kind === 'reconnecting' ? this.#state.since : clock.monotonic();
    this.#retry = clock.after(wait, () => {
      this.#retry = null;
      this.#open();
    });
    const nextTryAt = clock.monotonic() + wait;
    this.#enter({ kind: 'reconnecting', transport, since, nextTryAt, detail: verdict.detail });
  }

  #closeTransport(): void {
    this.#watch?.cancel();
    this.#upgrade?.cancel();
    this.#watch = null;
    this.#upgrade = null;
    this.#probe?.close();
    this.#transport?.close();
    this.#probe = null;
    this.#transport = null;
    this.#welcomedAt = null;
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
