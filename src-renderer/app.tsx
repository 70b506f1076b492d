import { MantineProvider } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import styles from './app.module.css';
import { useDesktop } from './desktop/desktop-store.ts';
import type { LiveConsole } from './live-console.ts';
import { isShut, session } from './store/session.ts';
import { workspace } from './store/workspace.ts';
import { ConsoleProvider, useConsole } from './ui/console-context.tsx';
import { fetchAhead } from './ui/fetch-ahead.ts';
import { useRoute } from './ui/route.ts';
import { cssVariables, theme } from './ui/theme.ts';
import { toasts } from './ui/toast.ts';
import { useUndoKeys } from './ui/undo-keys.ts';
import { UnsavedGuard } from './ui/unsaved-guard.tsx';
import { Entrance } from './views/entrance.tsx';
import { Frame } from './views/frame/frame.tsx';
import { useFrameKeys } from './views/frame/frame-keys.ts';
import { OverlaysAbove } from './views/frame/overlays-above.tsx';
import { Safety } from './views/frame/safety.tsx';
import { ImportDialog, NewOrderDialog, SetupView, View } from './views/views.tsx';

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
      {setup === 'done' ? (
        <Entrance>
          <Console />
        </Entrance>
      ) : (
        <Setup />
      )}
      <Toasts />
    </>
  );
}

const ToastArea = lazy(() => import('./ui/toast-area.tsx').then((m) => ({ default: m.ToastArea })));

function Toasts() {
  const wanted = useStore(toasts, (state) => state.wanted);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <ToastArea />
    </Suspense>
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

function Console() {
  const route = useRoute();
  const isShown = !useStore(session, (state) => isShut(state) || state.switching);
  useFrameKeys(route, isShown);
  useUndoKeys(isShown);
  const complete = useConsole((state) => state.picture.complete);
  useEffect(() => {
    if (complete) fetchAhead();
  }, [complete]);
  // The wallboard is the whole screen: nobody is there to use what stands around the other views.
  if (route.view === 'wallboard') {
    return (
      <div className={styles.wall}>
        <div className={styles.wallPlace}>
          <View route={route} />
        </div>
        <div data-tokens="dark">
          <Safety />
        </div>
      </div>
    );
  }
  return (
    <>
      <Frame route={route}>
        <View route={route} />
      </Frame>
      <NewOrder />
      <UnsavedGuard />
      <OverlaysAbove />
      <Import />
    </>
  );
}

function Import() {
  const opened = useStore(workspace, (state) => state.importing !== null);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <ImportDialog />
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
