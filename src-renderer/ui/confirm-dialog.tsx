import { lazy, Suspense, useState } from 'react';
import type { ConfirmDialogProps } from './confirm-dialog-box.tsx';

const ConfirmDialogBox = lazy(() => import('./confirm-dialog-box.tsx').then((m) => ({ default: m.ConfirmDialogBox })));

/** Asks before many rows change or something is lost. Its code is fetched after the first view is there. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [wanted, setWanted] = useState(false);
  if (props.opened && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialogBox {...props} />
    </Suspense>
  );
}
