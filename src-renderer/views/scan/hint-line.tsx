import { IconAlertTriangle, IconKeyboardOff, IconVolumeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import styles from './hint-line.module.css';
import { soundChoice } from './sound-choice.ts';
import { useHasKeyboard, useSoundLocked } from './use-scan-bench.ts';

const ICON = { size: 16, stroke: 2, 'aria-hidden': true } as const;

interface Hint {
  readonly tone: 'warn' | 'calm';
  readonly icon: ReactNode;
  readonly words: string;
}

/** The one thing the operator should know before the next scan. Its place is kept, so that nothing moves. */
export function HintLine() {
  const hint = useHint();
  return (
    <p className={styles.line} data-tone={hint?.tone ?? 'none'}>
      {hint?.icon}
      {hint?.words}
    </p>
  );
}

function useHint(): Hint | null {
  const hasKeyboard = useHasKeyboard();
  const locked = useSoundLocked();
  const muted = useStore(soundChoice, (choice) => choice.muted);
  const reachable = useConsole((state) => canSend(state.connection));
  if (!hasKeyboard) {
    const words = `${text.scan.away}. ${text.scan.awayHint}`;
    return { tone: 'warn', icon: <IconKeyboardOff {...ICON} />, words };
  }
  if (!reachable) {
    return {
      tone: 'warn',
      icon: <IconAlertTriangle {...ICON} />,
      words: `${text.scan.unreachable} ${text.scan.scansWait}`,
    };
  }
  if (muted) return { tone: 'warn', icon: <IconVolumeOff {...ICON} />, words: text.scan.sound.muted };
  if (locked) return { tone: 'calm', icon: <IconVolumeOff {...ICON} />, words: text.scan.sound.locked };
  return null;
}
