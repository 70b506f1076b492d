import { Button } from '@mantine/core';
import { Notifications, notifications, notificationsStore } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { text } from '../strings.ts';
import styles from './toast.module.css';
import type { ToastAction, ToastTone } from './toast-kind.ts';

const SHORT_MS = 5_000;
const LONG_MS = 10_000;
const MOST_AT_ONCE = 4;

/** Trouble and offers stay longer than good news. */
export function showToast(tone: ToastTone, message: string, ...actions: readonly ToastAction[]): void {
  const Icon = tone === 'good' ? IconCheck : IconAlertTriangle;
  const id = notifications.show({
    message: (
      <span className={styles.body}>
        <span>{message}</span>
        {actions.length > 0 && (
          <span className={styles.actions}>
            {actions.map(({ label, run }) => (
              <Button
                key={label}
                variant="default"
                size="compact-xs"
                onClick={() => {
                  notifications.hide(id);
                  run();
                }}
              >
                {label}
              </Button>
            ))}
          </span>
        )}
      </span>
    ),
    icon: <Icon size={16} stroke={2.25} aria-hidden />,
    color: tone === 'good' ? 'teal.8' : 'red.8',
    autoClose: tone === 'bad' || actions.length > 0 ? LONG_MS : SHORT_MS,
    withBorder: true,
    closeButtonProps: { 'aria-label': text.desktop.dismiss },
  });
  makeRoom();
}

/** What was done last is told at once, with its way back: the oldest goes instead of keeping it waiting. */
function makeRoom(): void {
  const { notifications: shown, queue } = notificationsStore.getState();
  for (const { id } of shown.slice(0, queue.length)) if (id !== undefined) notifications.hide(id);
}

/** Where the toasts appear. */
export function ToastArea() {
  return <Notifications position="bottom-center" limit={MOST_AT_ONCE} className="toasts" />;
}
