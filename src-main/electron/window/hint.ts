import { Notification } from 'electron';
import { notificationBody } from '../notify/notification-body.ts';

/**
 * Says something about the program itself, where somebody sees it who does not look at the window.
 *
 * @returns whether this system shows notifications
 */
export function showHint(
  { title, body }: { readonly title: string; readonly body: string },
  onClick: () => void,
): boolean {
  if (!Notification.isSupported()) return false;
  const hint = new Notification({ title, body: notificationBody(body, process.platform) });
  hint.on('click', onClick);
  hint.show();
  return true;
}
