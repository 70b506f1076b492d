import { type ReactNode, useEffect, useRef } from 'react';
import { text } from '../../strings.ts';
import type { Route } from '../../ui/route.ts';
import { Announcer } from './announcer.tsx';
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
  useHeadingFocus(route.view);
  const main = useRef<HTMLElement>(null);
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {text.nav.skip}
      </button>
      <Nav route={route} />
      <div className={styles.page}>
        <TopBar route={route} />
        <Announcer />
        <NoticeBar />
        <main className={styles.main} ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

/** Who went to another view is at its title, which is read out; who was typing, or is there already, stays. */
function useHeadingFocus(view: Route['view']): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    const at = document.activeElement;
    if (at === null || at === document.body || at.closest('nav') !== null) {
      document.querySelector<HTMLElement>('h1')?.focus();
    }
  }, [view]);
}
