import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useFocusFirst } from '../../ui/focus-first.ts';
import { LonePage } from '../../ui/lone-page.tsx';
import { SafetyNotices } from '../frame/safety-notices.tsx';
import styles from './door-page.module.css';
import { DoorTools } from './door-tools.tsx';

interface DoorPageProps {
  readonly title: string;
  readonly hint?: string;
  /** `wide` where many are to be chosen from. */
  readonly width?: 'narrow' | 'wide';
  readonly children?: ReactNode;
}

/** One page at the door, which fills the screen. */
export function DoorPage({ title, hint, width = 'narrow', children }: DoorPageProps) {
  const page = useRef<HTMLElement>(null);
  useFocusFirst(page);
  useEffect(() => {
    document.title = `${title} – ${text.product}`;
  }, [title]);
  const name = useStore(session, (state) => state.name);
  const isKept = useStore(workspace, (state) => state.unsaved.size > 0 || state.newOrderOpen);
  return (
    <div className={styles.door}>
      <SafetyNotices />
      <main ref={page} className={styles.main}>
        <LonePage
          title={title}
          note={isKept && name !== null && <p className={styles.kept}>{text.door.kept(name)}</p>}
          className={`${styles.page} ${styles[width]}`}
          {...(hint === undefined ? {} : { hint })}
        >
          {children}
        </LonePage>
      </main>
      <DoorTools />
    </div>
  );
}
