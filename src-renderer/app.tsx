import { MantineProvider } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useDesktop } from './desktop/desktop-store.ts';
import type { LiveConsole } from './live-console.ts';
import { workspace } from './store/workspace.ts';
import { ConsoleProvider } from './ui/console-context.tsx';
import { goTo, type Route, useRoute } from './ui/route.ts';
import { cssVariables, theme } from './ui/theme.ts';
import { undoLast } from './ui/toast.tsx';
import { Frame } from './views/frame/frame.tsx';
import { OrdersView } from './views/orders/orders-view.tsx';

const NewOrderDialog = lazy(() =>
  import('./views/orders/new-order-dialog.tsx').then((m) => ({ default: m.NewOrderDialog })),
);
const SettingsView = lazy(() =>
  import('./views/settings/settings-view.tsx').then((m) => ({ default: m.SettingsView })),
);
const SetupView = lazy(() => import('./views/setup/setup-view.tsx').then((m) => ({ default: m.SetupView })));
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
  const setup = useDesktop((state) => state.setup) ?? 'done';
  return (
    <>
      {setup === 'done' ? <Console /> : <Setup />}
      <Notifications position="bottom-center" limit={4} className="toasts" />
    </>
  );
}

/** Nothing else to do before the orders are found. */
function Setup() {
  return (
    <Suspense fallback={null}>
      <SetupView />
    </Suspense>
  );
}

const ORDERS: Route = { view: 'orders', orderId: null };

function Console() {
  const wanted = useRoute();
  const inDesktop = useDesktop(() => true) === true;
  const route = wanted.view === 'settings' && !inDesktop ? ORDERS : wanted;
  useHotkeys([
    ['mod+z', () => undoLast()],
    ['mod+,', () => inDesktop && goTo({ view: 'settings' })],
  ]);
  return (
    <>
      <Frame route={route}>
        <View route={route} />
      </Frame>
      <NewOrder />
    </>
  );
}

function View({ route }: { readonly route: Route }) {
  if (route.view === 'orders') return <OrdersView orderId={route.orderId} />;
  return <Suspense fallback={null}>{route.view === 'settings' ? <SettingsView /> : <MonitorView />}</Suspense>;
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
