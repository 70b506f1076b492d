import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { APP_HOST, APP_SCHEME } from '../app-scheme.ts';

/**
 * Whether a message comes from the console itself: the main frame of a page of our own scheme. A frame that somebody
 * got into the page, or a page the window was led to, has nothing to say to the main process.
 */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return event.senderFrame === event.sender.mainFrame && isConsoleUrl(senderAddress(event));
}

/** Where a message comes from; empty when the frame is gone by the time the message is looked at. */
export function senderAddress({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): string {
  try {
    return senderFrame?.url ?? '';
  } catch {
    // One that is being taken down is still there, but cannot be asked any more.
    return '';
  }
}

/** Whether an address belongs to the console's own pages. */
export function isConsoleUrl(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${APP_SCHEME}:` && host === APP_HOST;
  } catch {
    // Not an address at all: a frame that has not been anywhere yet.
    return false;
  }
}
