import type { Page } from 'playwright-core';
import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { DesktopBridge, SessionPort } from '../../src-shared/desktop-bridge.ts';
import { serverMessageSchema } from '../../src-shared/server-message.ts';
import { deferred } from './deferred.ts';
import { eventually } from './eventually.ts';
import type { Picture } from './picture.ts';
import { V1Picture } from './v1-picture.ts';

export interface IpcOptions {
  readonly token?: string | undefined;
  readonly picture?: Picture;
  /** `false`: opens the session and says nothing. */
  readonly hello?: boolean;
}

/** What the page is given besides the bridge, so that the messages reach the test. */
interface ClientPage {
  readonly orderdeck: DesktopBridge;
  [told: string]: unknown;
}

let clients = 0;

/** A client of `orderdeck.v1` over IPC: a session that the desktop's page opens through the bridge. */
export class IpcClient extends V1Picture {
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #name: string;
  readonly #end = deferred<{ readonly code: number; readonly reason: string }>();

  private constructor(
    readonly page: Page,
    options: IpcOptions,
  ) {
    super(options.token, options.picture ?? new Map());
    clients += 1;
    this.#name = `client${clients}`;
    this.closed = this.#end.promise;
  }

  static async connect(page: Page, options: IpcOptions = {}): Promise<IpcClient> {
    const client = new IpcClient(page, options);
    await client.#open();
    if (options.hello ?? true) await client.send({ type: 'hello', ...(options.token && { token: options.token }) });
    return client;
  }

  send(message: ClientMessage): Promise<void> {
    return this.sendRaw(JSON.stringify(message));
  }

  async sendRaw(text: string): Promise<void> {
    await this.page.evaluate(
      ([name, message]) => (window as unknown as Record<string, SessionPort>)[`${name}-port`]?.send(message),
      [this.#name, text] as const,
    );
  }

  async ready(): Promise<this> {
    await this.until('the picture is complete', () => this.isComplete);
    return this;
  }

  until<T>(what: string, check: () => T, withinMs?: number) {
    return eventually(what, check, withinMs);
  }

  async close(): Promise<void> {
    await this.page.evaluate(
      (name) => (window as unknown as Record<string, SessionPort>)[`${name}-port`]?.close(),
      this.#name,
    );
  }

  async #open(): Promise<void> {
    await this.page.exposeFunction(`${this.#name}-message`, (text: string) =>
      this.receive(serverMessageSchema.parse(JSON.parse(text))),
    );
    await this.page.exposeFunction(`${this.#name}-closed`, (code: number, reason: string) =>
      this.#end.resolve({ code, reason }),
    );
    await this.page.evaluate((name) => {
      const own = window as unknown as ClientPage;
      own[`${name}-port`] = own.orderdeck.openSession({
        message: own[`${name}-message`] as (text: string) => void,
        closed: own[`${name}-closed`] as (code: number, reason: string) => void,
      });
    }, this.#name);
  }
}
