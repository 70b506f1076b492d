import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { APP_HOST, APP_SCHEME } from '../app-scheme.ts';

/**
 * Whether a message comes from the console itself: the main frame of a page of our own scheme. A frame that somebody
 * got into the page, or a page the window was led to, has nothing to say to the main process.
 */
export function isTrustedSender({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  // `null` when the frame is gone by the time the message is looked at.
  if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
  return isConsoleUrl(senderFrame.url);
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
