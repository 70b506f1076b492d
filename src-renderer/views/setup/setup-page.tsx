import { type ReactNode, useRef } from 'react';
import { text } from '../../strings.ts';
import { useFocusFirst } from '../../ui/focus-first.ts';
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
      <div className={`${styles.page} ${styles[width]}`}>
        <p className={styles.brand}>
          <img src="./icon.svg" width={24} height={24} alt="" />
          {text.product}
        </p>
        <h1 className={styles.title} tabIndex={-1}>
          {title}
        </h1>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        <div className={styles.content}>{children}</div>
      </div>
    </main>
  );
}
