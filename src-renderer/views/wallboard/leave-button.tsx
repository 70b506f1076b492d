import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Timer } from '../../connection/clock.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { leaveWallboard } from '../../ui/route.ts';
import styles from './leave-button.module.css';

const SHOWN_MS = 3_000;

function leave(): void {
  leaveWallboard();
  // Where a window covers the screen for it; nothing else has an answer, and nobody waits for this one.
  void callDesktop('leave-wallboard');
}

/** The one thing to press, there for three seconds after Escape or a move of the pointer. The cursor comes with it. */
export function LeaveButton() {
  const { clock } = useLiveConsole();
  const [shown, setShown] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let timer: Timer | null = null;
    const show = (): void => {
      timer?.cancel();
      timer = clock.after(SHOWN_MS, () => setShown(false));
      setShown(true);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' && event.key !== 'Tab') return;
      show();
      requestAnimationFrame(() => button.current?.focus());
    };
    document.addEventListener('pointermove', show);
    document.addEventListener('pointerdown', show);
    document.addEventListener('keydown', onKey);
    return () => {
      timer?.cancel();
      document.removeEventListener('pointermove', show);
      document.removeEventListener('pointerdown', show);
      document.removeEventListener('keydown', onKey);
    };
  }, [clock]);
  if (!shown) return <div className={styles.noCursor} aria-hidden />;
  return (
    <UnstyledButton ref={button} className={styles.leave ?? ''} onClick={leave}>
      {text.wallboard.leave}
    </UnstyledButton>
  );
}
