import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { laterWords } from '../../strings.ts';

const SafetyNotices = lazy(() =>
  laterWords()
    .then(() => import('./safety-notices.tsx'))
    .then((m) => ({ default: m.SafetyNotices })),
);

/** `SafetyNotices`, fetched only where there is something to say. */
export function Safety() {
  const isUnsafe = useStore(session, ({ info }) => info !== null && info.warnings.length > 0);
  if (!isUnsafe) return null;
  return (
    <Suspense fallback={null}>
      <SafetyNotices />
    </Suspense>
  );
}
