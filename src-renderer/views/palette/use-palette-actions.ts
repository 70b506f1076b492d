import { useMantineColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { LANGUAGE_CHOICES } from '../../../src-shared/language.ts';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { CONTRASTS, DENSITIES, preferences } from '../../store/preferences.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { type BulkWishes, bulkWishes } from '../../ui/bulk-wishes.ts';
import { chooseLanguage } from '../../ui/choose-language.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { overlays } from '../../ui/overlays.ts';
import { goTo, type Route } from '../../ui/route.ts';
import { download } from '../../ui/save-file.ts';
import { toast } from '../../ui/toast.ts';
import { useMay } from '../../ui/use-may.ts';
import { exportUrl } from '../orders/export-url.ts';
import type { PaletteAction } from './palette-action.ts';

const words = text.palette;
const PLAIN_VIEWS = ['board', 'scan', 'activity', 'wallboard', 'monitor', 'settings'] as const;

/** Everything that can be done from anywhere. */
export function usePaletteActions(): readonly PaletteAction[] {
  const { connection } = useLiveConsole();
  const { setColorScheme } = useMantineColorScheme();
  const inDesktop = useDesktop(() => true) === true;
  const connected = useConsole((state) => canSend(state.connection));
  const selected = useStore(bulkWishes, (state) => state.selected);
  const mayChange = useMay('orders:set-status');
  const mayBulk = useMay('orders:bulk');
  const mayCreate = useMay('orders:create');
  const mayExport = useMay('orders:export');
  return useMemo(() => {
    const views: Route[] = [{ view: 'orders', orderId: null }, ...PLAIN_VIEWS.map((view) => ({ view }))];
    return [
      ...(connected && selected !== null && mayChange ? bulkActions(selected, mayBulk) : []),
      ...(mayCreate ? [action('new-order', text.newOrder.open, newOrder)] : []),
      ...views.map((route) => action(`go-${route.view}`, words.goTo(text.nav[route.view]), () => goTo(route))),
      action('check-now', words.checkNow, () => connection.checkNow()),
      ...(mayBulk ? [action('import', text.importing.open, importOrders)] : []),
      ...(connected && mayExport ? [action('export', words.exportCsv, exportAll)] : []),
      ...(['auto', 'light', 'dark'] as const).map((scheme) =>
        action(`scheme-${scheme}`, words.scheme(text.look.schemes[scheme]), () => setColorScheme(scheme)),
      ),
      ...CONTRASTS.map((contrast) =>
        action(`contrast-${contrast}`, words.contrast(text.look.contrasts[contrast]), () =>
          preferences.setState({ contrast }),
        ),
      ),
      ...DENSITIES.map((density) =>
        action(`density-${density}`, words.density(text.look.densities[density]), () =>
          preferences.setState({ density }),
        ),
      ),
      ...LANGUAGE_CHOICES.map((language) =>
        action(
          `language-${language}`,
          words.language(text.look.languages[language]),
          () => void chooseLanguage(language),
        ),
      ),
      action('help', text.shortcuts.help, () => overlays.setState({ help: true })),
      action('tour', text.help.startTour, () => overlays.setState({ tour: 0 })),
      ...(inDesktop ? DESKTOP_ACTIONS : [action('api', text.nav.api, () => window.location.assign('/api/docs'))]),
    ];
  }, [connection, setColorScheme, inDesktop, connected, selected, mayChange, mayBulk, mayCreate, mayExport]);
}

/** What the bar under the list offers for the orders that are selected. */
function bulkActions({ count, changeable, ask }: BulkWishes, mayBulk: boolean): readonly PaletteAction[] {
  return [
    ...ORDER_STATUSES.filter((status) => changeable[status] > 0 && (mayBulk || changeable[status] === 1)).map(
      (status) => action(`set-${status}`, text.bulk.set(status, changeable[status]), () => ask(status)),
    ),
    // Whoever may change many may delete.
    ...(mayBulk ? [action('remove', text.bulk.remove(count), () => ask('remove'))] : []),
  ];
}

function newOrder(): void {
  workspace.setState({ newOrderOpen: true });
}

function importOrders(): void {
  workspace.setState({ importing: { file: null } });
}

function exportAll(): void {
  download(exportUrl({ status: null, search: '' }, null));
}

const DESKTOP_ACTIONS: readonly PaletteAction[] = [
  action('api', text.nav.api, () => tell(callDesktop('open-in-browser', 'api-docs'))),
  action('console', words.console, () => tell(callDesktop('open-in-browser', 'console'))),
  action('updates', words.updates, () => tell(callDesktop('check-for-update'))),
  action('logs', words.logs, () => tell(callDesktop('open-log-folder'))),
];

function action(id: string, label: string, run: () => void): PaletteAction {
  return { id, label, run };
}

/** What comes of it shows by itself; only a failure has to be said. */
function tell(call: ReturnType<typeof callDesktop>): void {
  void call.then((answer) => {
    if (!answer.ok) toast('bad', answer.message);
  });
}
