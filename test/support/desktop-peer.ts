import type { Page } from 'playwright-core';
import {
  DESKTOP_CALL_INPUTS,
  type DesktopCallAnswer,
  type DesktopCallInput,
  type DesktopCallName,
  type DesktopEvent,
  type DesktopResult,
  type DesktopState,
} from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';

type Handler = (input: unknown) => unknown;

/** What the page finds in its window. */
interface PeerWindow {
  deskCall(name: string, input: unknown): Promise<unknown>;
  deskTell(event: DesktopEvent): void;
}

const READY: DesktopState = {
  language: 'en',
  about: {
    version: '0.1.0',
    electron: '45.4.1',
    chrome: '150.0.0.0',
    node: '24.1.0',
    platform: 'linux',
    dataFolder: '/home/ada/.config/orderdeck',
    logFolder: '/home/ada/.config/orderdeck/logs',
  },
  setup: 'done',
  settings: DEFAULT_DESKTOP_SETTINGS,
  environment: [],
  database: null,
  serving: { kind: 'off' },
  secrets: 'keyring',
  notices: [],
  update: { kind: 'idle', checkedAt: null },
};

/**
 * The program around the page, as far as the page can tell: it answers the calls of the bridge as the test says and
 * carries the sessions to a real server. For states that are hard to bring about in the real one.
 */
export class DesktopPeer {
  /** Every call of the page, in its sequence. */
  readonly calls: { readonly name: string; readonly input: unknown }[] = [];
  readonly #page: Page;
  readonly #handlers = new Map<string, Handler>();
  #state: DesktopState;

  private constructor(page: Page, state: Partial<DesktopState>) {
    this.#page = page;
    this.#state = { ...READY, ...state };
  }

  /** Call before the page is opened. */
  static async around(page: Page, state: Partial<DesktopState>): Promise<DesktopPeer> {
    const peer = new DesktopPeer(page, state);
    await page.exposeFunction('deskCall', (name: string, input: unknown) => peer.#answer(name, input));
    await page.addInitScript(installBridge);
    return peer;
  }

  get state(): DesktopState {
    return this.#state;
  }

  /** Inputs of the calls of one name, in their sequence. */
  inputs<Name extends DesktopCallName>(name: Name): DesktopCallInput<Name>[] {
    return this.calls.flatMap((call) => (call.name === name ? [call.input as DesktopCallInput<Name>] : []));
  }

  /** What a call answers from now on; an `Error` is a refusal with its message. */
  on<Name extends DesktopCallName>(
    name: Name,
    handle: (
      input: DesktopCallInput<Name>,
    ) => DesktopCallAnswer<Name> | Error | Promise<DesktopCallAnswer<Name> | Error>,
  ): void {
    this.#handlers.set(name, handle as Handler);
  }

  /** Changes the state and tells the page, as the program does. */
  async set(change: Partial<DesktopState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.tell({ type: 'state', state: this.#state });
  }

  async tell(event: DesktopEvent): Promise<void> {
    await this.#page.evaluate((one) => (window as unknown as PeerWindow).deskTell(one), event);
  }

  async #answer(name: string, input: unknown): Promise<DesktopResult<unknown>> {
    this.calls.push({ name, input });
    // The same check as in the main process: the page may not send what that would refuse.
    const schema = DESKTOP_CALL_INPUTS[name as DesktopCallName];
    const parsed = schema.safeParse(input ?? undefined);
    if (!parsed.success) return { ok: false, message: `The page sent a wrong ${name}: ${parsed.error.message}` };
    if (name === 'get-state') return { ok: true, value: this.#state };
    const value = await this.#handlers.get(name)?.(parsed.data);
    return value instanceof Error ? { ok: false, message: value.message } : { ok: true, value };
  }
}

/** Runs in the page, before anything of its own. */
function installBridge(): void {
  const peer = window as unknown as PeerWindow & { orderdeck: unknown };
  const listeners = new Set<(event: DesktopEvent) => void>();
  peer.deskTell = (event) => {
    for (const listener of listeners) listener(event);
  };
  peer.orderdeck = {
    call: (name: string, input: unknown) => peer.deskCall(name, input),
    onEvent(listener: (event: DesktopEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openSession(listener: { message(text: string): void; closed(code: number, reason: string): void }) {
      const socket = new WebSocket(`${window.location.origin.replace(/^http/, 'ws')}/ws`, 'orderdeck.v1');
      const waiting: string[] = [];
      socket.onopen = () => {
        for (const text of waiting.splice(0)) socket.send(text);
      };
      socket.onmessage = ({ data }) => listener.message(String(data));
      socket.onclose = ({ code, reason }) => listener.closed(code, reason);
      return {
        send(text: string) {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
          else waiting.push(text);
        },
        close() {
          socket.onmessage = null;
          socket.onclose = null;
          socket.close();
        },
      };
    },
  };
}
