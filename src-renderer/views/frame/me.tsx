import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { laterWords } from '../../strings.ts';

const MeMenu = lazy(() =>
  laterWords()
    .then(() => import('./me-menu.tsx'))
    .then((m) => ({ default: m.MeMenu })),
);

/** Who acts at this screen; nothing where nobody ever signs in. */
export function Me() {
  const info = useStore(session, (state) => state.info);
  if (info === null || info.principal === null) return null;
  if (!info.quickSwitch && info.principal.sessionId === null) return null;
  return (
    <Suspense fallback={null}>
      <MeMenu principal={info.principal} device={info.device} quickSwitch={info.quickSwitch} />
    </Suspense>
  );
}
