import { type IpcMain, type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import { CHANNELS } from '../../../src-shared/desktop-channels.ts';
import { MAX_CLIENT_MESSAGE_BYTES } from '../../../src-shared/protocol-version.ts';
import type { OpenConnection } from '../../session/open-connection.ts';
import type { SessionSocket } from '../../session/session-socket.ts';
import { IpcSocket } from './ipc-socket.ts';
import { isTrustedSender } from './trusted-senders.ts';

/** What sessions are opened on; the core, while there is one. */
export interface SessionHost {
  openSession(socket: SessionSocket, cookie?: string): OpenConnection;
}

export interface IpcGatewayDeps {
  /** What the main process keeps as the window's cookie; asked each time. */
  readonly cookie: () => string | undefined;
  readonly onRefused: (channel: string, event: IpcMainEvent) => void;
  readonly ipc?: IpcMain;
}

interface IpcSession {
  readonly page: WebContents;
  readonly socket: IpcSocket;
  /** `null` while there is no core: what the window says meanwhile waits in `early`. */
  connection: OpenConnection | null;
  readonly early: string[];
}

const idSchema = z.string().min(1).max(64);
const countSchema = z.number().int().min(1).max(1_000_000);
/** One for the conversation, one for its successor, and some to spare. */
const MAX_SESSIONS = 8;
const MAX_EARLY = 8;

/** Takes the sessions of the window. They outlive a change of the core: those opened in between wait for the next. */
export class IpcGateway {
  private readonly sessions = new Map<string, IpcSession>();
  private host: SessionHost | null = null;

  constructor(private readonly deps: IpcGatewayDeps) {
    const ipc = deps.ipc ?? ipcMain;
    this.listen(ipc, CHANNELS.sessionOpen, (page, id) => this.open(page, id));
    this.listen(ipc, CHANNELS.sessionSend, (page, id, text) => {
      if (typeof text !== 'string') return false;
      this.find(page, id)?.say(text);
      return true;
    });
    this.listen(ipc, CHANNELS.sessionTaken, (page, id, count) => {
      const parsed = countSchema.safeParse(count);
      if (parsed.success) this.find(page, id)?.session.socket.taken(parsed.data);
      return parsed.success;
    });
    this.listen(ipc, CHANNELS.sessionClose, (page, id) => {
      this.find(page, id)?.end();
      return true;
    });
  }

  /** The core is there, another one, or gone (`null`); the former core has closed its sessions itself. */
  setHost(host: SessionHost | null): void {
    this.host = host;
    for (const session of this.sessions.values()) this.join(session);
  }

  /**
   * The page was left or reloaded, crashed or closed: nobody is at the other end any more. Nothing promises that this
   * is known before the next page opens its session, so each is told; the next page then just opens another.
   */
  pageGone(page: WebContents): void {
    for (const [key, session] of this.sessions) {
      if (session.page !== page) continue;
      session.socket.close('shutting-down', 'The page was left.');
      this.end(key, session);
    }
  }

  private open(page: WebContents, id: string): boolean {
    const key = keyOf(page, id);
    const own = [...this.sessions].filter(([, session]) => session.page === page);
    if (this.sessions.has(key)) return false;
    // The oldest goes: a page that forgets to close must not keep sessions alive for ever.
    const [oldest] = own;
    if (own.length >= MAX_SESSIONS && oldest !== undefined) this.end(...oldest);
    const socket = new IpcSocket(page, id, () => this.sessions.delete(key));
    const session: IpcSession = { page, socket, connection: null, early: [] };
    this.sessions.set(key, session);
    this.join(session);
    return true;
  }

  private join(session: IpcSession): void {
    if (this.host === null || session.connection !== null) return;
    session.connection = this.host.openSession(session.socket, this.deps.cookie());
    for (const text of session.early.splice(0)) session.connection.received(text);
  }

  private find(page: WebContents, id: string) {
    const key = keyOf(page, id);
    const session = this.sessions.get(key);
    // Closed from this side while the window's message was on its way.
    if (session === undefined) return null;
    return {
      session,
      say: (text: string) => {
        if (Buffer.byteLength(text) > MAX_CLIENT_MESSAGE_BYTES) {
          session.socket.close('too-large', `A message takes at most ${MAX_CLIENT_MESSAGE_BYTES} bytes.`);
          this.end(key, session);
        } else if (session.connection !== null) session.connection.received(text);
        else if (session.early.length < MAX_EARLY) session.early.push(text);
        else session.socket.close('rate-limited', 'There is no database yet to send this to.');
      },
      end: () => this.end(key, session),
    };
  }

  private end(key: string, session: IpcSession): void {
    this.sessions.delete(key);
    session.socket.gone();
    session.connection?.ended();
  }

  /** @param handle returns whether the message was one; nothing a page sends may end the program */
  private listen(
    ipc: IpcMain,
    channel: string,
    handle: (page: WebContents, id: string, more: unknown) => boolean,
  ): void {
    ipc.on(channel, (event, first: unknown, second: unknown) => {
      const id = idSchema.safeParse(first);
      const isTaken = isTrustedSender(event) && id.success && handle(event.sender, id.data, second);
      if (!isTaken) this.deps.onRefused(channel, event);
    });
  }
}

function keyOf(page: WebContents, id: string): string {
  return `${page.id}/${id}`;
}
