import { lazy, type ReactNode, Suspense, useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { isShut, session } from '../store/session.ts';
import { workspace } from '../store/workspace.ts';
import { laterWords } from '../strings.ts';
import { useDoorRoute } from '../ui/door-route.ts';
import styles from './entrance.module.css';

const Door = lazy(() =>
  laterWords()
    .then(() => import('./door/door.tsx'))
    .then((m) => ({ default: m.Door })),
);

/**
 * The door, where nobody is signed in, and behind it the console. Work that is not saved waits there, out of sight and
 * reach, for the person whose it is.
 */
export function Entrance({ children }: { readonly children: ReactNode }) {
  const route = useDoorRoute();
  const shut = useStore(session, isShut);
  const { switching, name } = useStore(session);
  const busy = useStore(workspace, (state) => state.unsaved.size > 0 || state.newOrderOpen || state.importing !== null);
  const atDoor = shut || switching || route !== null;
  useLayoutEffect(() => {
    if (!atDoor) return;
    // Dialogs and menus stand outside the console's own place.
    document.documentElement.dataset.door = 'shut';
    const others = [...document.querySelectorAll<HTMLElement>('body > [data-portal]')];
    for (const other of others) other.inert = true;
    return () => {
      delete document.documentElement.dataset.door;
      for (const other of others) other.inert = false;
    };
  }, [atDoor]);
  return (
    <>
      {(!atDoor || busy || switching) && (
        <div key={name ?? ''} className={atDoor ? styles.hidden : styles.open} inert={atDoor}>
          {children}
        </div>
      )}
      {atDoor && (
        <Suspense fallback={null}>
          <Door route={route} />
        </Suspense>
      )}
    </>
  );
}
