import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useFocusFirst } from '../../ui/focus-first.ts';
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
        <div className={`${styles.page} ${styles[width]}`}>
          <p className={styles.brand}>
            <img src="./icon.svg" width={24} height={24} alt="" />
            {text.product}
          </p>
          <h1 className={styles.title} tabIndex={-1}>
            {title}
          </h1>
          {hint !== undefined && <p className={styles.hint}>{hint}</p>}
          {isKept && name !== null && <p className={styles.kept}>{text.door.kept(name)}</p>}
          <div className={styles.content}>{children}</div>
        </div>
      </main>
      <DoorTools />
    </div>
  );
}
