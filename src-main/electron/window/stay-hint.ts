import { Notification } from 'electron';
import { words } from '../words/words.ts';

/** Says once where the program went when its window was closed. */
export function showStayHint(onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const hint = new Notification({
    title: words.window.staysInTray.title,
    body: words.window.staysInTray.body,
  });
  hint.on('click', onClick);
  hint.show();
}
