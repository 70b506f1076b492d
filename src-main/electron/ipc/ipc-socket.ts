import type { WebContents } from 'electron';
import { CHANNELS } from '../../../src-shared/desktop-channels.ts';
import { ERROR_CODES, type ErrorCode } from '../../../src-shared/error-code.ts';
import type { OutgoingMessage } from '../../hub/outgoing-message.ts';
import type { Peer, SessionSocket } from '../../session/session-socket.ts';

/**
 * A session over IPC. IPC itself never says how much of it was taken, so the window acknowledges each message; what is
 * not acknowledged counts as unread, and a window that hangs is held back like any slow client.
 */
export class IpcSocket implements SessionSocket {
  readonly remote = 'window';
  readonly peer: Peer = { transport: 'window', userAgent: null };
  private readonly unread: number[] = [];
  private unreadBytes = 0;
  private takenCount = 0;
  private waiting: (() => void)[] = [];
  private open = true;

  /** @param onClose the socket was closed from this side */
  constructor(
    private readonly page: WebContents,
    private readonly id: string,
    private readonly onClose: () => void,
  ) {}

  get bufferedBytes(): number {
    return this.unreadBytes;
  }

  get progress(): number {
    return this.takenCount;
  }

  send(message: OutgoingMessage): void {
    for (const part of message.parts) {
      if (!this.open || this.page.isDestroyed() || this.page.isCrashed()) return;
      this.unread.push(part.length);
      this.unreadBytes += part.length;
      this.page.send(CHANNELS.sessionMessage, this.id, part.toString());
    }
  }

  /** The window has taken this many messages since the last time. */
  taken(count: number): void {
    for (const bytes of this.unread.splice(0, count)) this.unreadBytes -= bytes;
    this.takenCount += count;
    if (this.unread.length === 0) this.release();
  }

  whenDrained(callback: () => void): void {
    if (!this.open || this.unread.length === 0) callback();
    else this.waiting.push(callback);
  }

  whenAcknowledged(callback: () => void): void {
    this.whenDrained(callback);
  }

  close(code: ErrorCode, detail: string): void {
    if (!this.open) return;
    this.gone();
    const isThere = !this.page.isDestroyed() && !this.page.isCrashed();
    if (isThere) this.page.send(CHANNELS.sessionClosed, this.id, ERROR_CODES[code].close, detail);
    this.onClose();
  }

  /** The page has closed it, or is no more. */
  gone(): void {
    this.open = false;
    this.release();
  }

  private release(): void {
    for (const callback of this.waiting.splice(0)) callback();
  }
}
