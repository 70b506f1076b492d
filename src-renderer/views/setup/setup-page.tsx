import { type ReactNode, useRef } from 'react';
import { useFocusFirst } from '../../ui/focus-first.ts';
import { LonePage } from '../../ui/lone-page.tsx';
import styles from './setup.module.css';

interface SetupPageProps {
  readonly title: string;
  readonly hint?: string;
  /** `wide` for two columns. */
  readonly width?: 'narrow' | 'wide';
  readonly children: ReactNode;
}

/** One page of the wizard, which fills the window: there is nothing else to do yet. */
export function SetupPage({ title, hint, width = 'narrow', children }: SetupPageProps) {
  const page = useRef<HTMLElement>(null);
  useFocusFirst(page);
  return (
    <main ref={page} className={styles.window}>
      <LonePage
        title={title}
        dense={width === 'wide'}
        className={`${styles.page} ${styles[width]}`}
        {...(hint === undefined ? {} : { hint })}
      >
        {children}
      </LonePage>
    </main>
  );
}
