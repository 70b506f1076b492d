import { type ReactNode, useEffect } from 'react';
import { text } from '../../strings.ts';
import type { Route } from '../../ui/route.ts';
import styles from './frame.module.css';
import { Nav } from './nav.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every view. */
export function Frame({ route, children }: { readonly route: Route; readonly children: ReactNode }) {
  const title = text.nav[route.view];
  useEffect(() => {
    document.title = `${title} – ${text.product}`;
  }, [title]);
  return (
    <div className={styles.frame}>
      <Nav route={route} />
      <div className={styles.page}>
        <TopBar route={route} />
        <NoticeBar />
        <main className={styles.main}>{children}</main>
      </div>
    </div>
  );
}
