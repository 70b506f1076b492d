import type { ReactNode } from 'react';
import { text } from '../strings.ts';
import styles from './lone-page.module.css';

interface LonePageProps {
  readonly title: string;
  readonly hint?: string;
  /** Further words under the hint. */
  readonly note?: ReactNode;
  /** Less air, where much is to be shown. */
  readonly dense?: boolean;
  /** Its width and place on the screen. */
  readonly className: string;
  readonly children?: ReactNode;
}

/** What stands on a page that fills the screen, without the frame of the console around it. */
export function LonePage({ title, hint, note, dense = false, className, children }: LonePageProps) {
  return (
    <div className={className} data-dense={dense}>
      <p className={styles.brand}>
        <img src="./icon.svg" width={24} height={24} alt="" />
        {text.product}
      </p>
      <h1 className={styles.title} tabIndex={-1}>
        {title}
      </h1>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {note}
      <div className={styles.content}>{children}</div>
    </div>
  );
}
