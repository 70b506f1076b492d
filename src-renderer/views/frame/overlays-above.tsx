import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { overlays } from '../../ui/overlays.ts';

const Palette = lazy(() => import('../palette/palette.tsx').then((m) => ({ default: m.Palette })));
const HelpDialog = lazy(() => import('../help/help-dialog.tsx').then((m) => ({ default: m.HelpDialog })));
const Tour = lazy(() => import('../help/tour.tsx').then((m) => ({ default: m.Tour })));

/** Palette, help and tour, each loaded when it is first asked for. */
export function OverlaysAbove() {
  const { palette, help, tour } = useStore(overlays);
  return (
    <Suspense fallback={null}>
      {palette && <Palette />}
      {help && <HelpDialog />}
      {tour !== null && <Tour step={tour} />}
    </Suspense>
  );
}
