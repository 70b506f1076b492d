import { MantineProvider } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { LiveConsole } from './live-console.ts';
import { workspace } from './store/workspace.ts';
import { ConsoleProvider } from './ui/console-context.tsx';
import { type Route, useRoute } from './ui/route.ts';
import { cssVariables, theme } from './ui/theme.ts';
import { undoLast } from './ui/toast.tsx';
import { Frame } from './views/frame/frame.tsx';
import { OrdersView } from './views/orders/orders-view.tsx';

const NewOrderDialog = lazy(() =>
  import('./views/orders/new-order-dialog.tsx').then((m) => ({ default: m.NewOrderDialog })),
);
const MonitorView = lazy(() => import('./views/monitor/monitor-view.tsx').then((m) => ({ default: m.MonitorView })));

/** The whole console around what it is connected to. */
export function App({ live }: { readonly live: LiveConsole }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ConsoleProvider value={live}>
        <Shell />
      </ConsoleProvider>
    </MantineProvider>
  );
}

function Shell() {
  const route = useRoute();
  useHotkeys([['mod+z', () => undoLast()]]);
  return (
    <>
      <Frame route={route}>
        <View route={route} />
      </Frame>
      <NewOrder />
      <Notifications position="bottom-center" limit={4} className="toasts" />
    </>
  );
}

function View({ route }: { readonly route: Route }) {
  if (route.view === 'orders') return <OrdersView orderId={route.orderId} />;
  return (
    <Suspense fallback={null}>
      <MonitorView />
    </Suspense>
  );
}

function NewOrder() {
  const opened = useStore(workspace, (state) => state.newOrderOpen);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <NewOrderDialog />
    </Suspense>
  );
}
