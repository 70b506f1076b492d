import { Button } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { text } from '../strings.ts';
import styles from './toast.module.css';
import type { ToastAction, ToastTone } from './toast-kind.ts';

const SHORT_MS = 5_000;
const LONG_MS = 10_000;

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
}

/** Where the toasts appear. */
export function ToastArea() {
  return <Notifications position="bottom-center" limit={4} className="toasts" />;
}
