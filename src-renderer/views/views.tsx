import { type ComponentType, lazy, Suspense } from 'react';
import { laterWords } from '../strings.ts';
import type { Route } from '../ui/route.ts';
import { OrdersView } from './orders/orders-view.tsx';

// Each view is loaded when it is opened: nobody waits for code of a view that is not there to be seen.
export const NewOrderDialog = lazy(() =>
  import('./orders/new-order-dialog.tsx').then((m) => ({ default: m.NewOrderDialog })),
);
export const ImportDialog = lazy(() =>
  import('./importing/import-dialog.tsx').then((m) => ({ default: m.ImportDialog })),
);
export const SetupView = lazy(() => import('./setup/setup-view.tsx').then((m) => ({ default: m.SetupView })));

const BoardView = lazy(() => import('./board/board-view.tsx').then((m) => ({ default: m.BoardView })));

const VIEWS: Readonly<Record<Exclude<Route['view'], 'orders' | 'board'>, ComponentType>> = {
  scan: lazy(() => import('./scan/scan-view.tsx').then((m) => ({ default: m.ScanView }))),
  activity: lazy(() => import('./activity/activity-view.tsx').then((m) => ({ default: m.ActivityView }))),
  wallboard: lazy(() => import('./wallboard/wallboard-view.tsx').then((m) => ({ default: m.WallboardView }))),
  monitor: lazy(() =>
    laterWords()
      .then(() => import('./monitor/monitor-view.tsx'))
      .then((m) => ({ default: m.MonitorView })),
  ),
  settings: lazy(() =>
    laterWords()
      .then(() => import('./settings/settings-view.tsx'))
      .then((m) => ({ default: m.SettingsView })),
  ),
};

/** What a route shows. */
export function View({ route }: { readonly route: Route }) {
  if (route.view === 'orders') return <OrdersView orderId={route.orderId} />;
  if (route.view === 'board') {
    return (
      <Suspense fallback={null}>
        <BoardView orderId={route.orderId ?? null} />
      </Suspense>
    );
  }
  const Shown = VIEWS[route.view];
  return (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  );
}
