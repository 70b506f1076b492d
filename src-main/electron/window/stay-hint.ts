import { Notification } from 'electron';

/** Says once where the program went when its window was closed. */
export function showStayHint(onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const hint = new Notification({
    title: 'Orderdeck goes on in the tray',
    body: 'It still follows the orders. Click its icon to see them; “Quit” in its menu ends it.',
  });
  hint.on('click', onClick);
  hint.show();
}
