import { useMantineColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { CONTRASTS, DENSITIES, type LanguageChoice, preferences } from '../../store/preferences.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { chooseLanguage } from '../../ui/choose-language.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { overlays } from '../../ui/overlays.ts';
import { goTo, type Route } from '../../ui/route.ts';
import { download } from '../../ui/save-file.ts';
import { toast } from '../../ui/toast.ts';
import type { PaletteAction } from './palette-action.ts';

const words = text.palette;
const PLAIN_VIEWS = ['board', 'scan', 'activity', 'wallboard', 'monitor', 'settings'] as const;
const LANGUAGES: readonly LanguageChoice[] = ['auto', 'en', 'de'];

/** Everything that can be done from anywhere. */
export function usePaletteActions(): readonly PaletteAction[] {
  const { connection } = useLiveConsole();
  const { setColorScheme } = useMantineColorScheme();
  const inDesktop = useDesktop(() => true) === true;
  return useMemo(() => {
    const views: Route[] = [{ view: 'orders', orderId: null }, ...PLAIN_VIEWS.map((view) => ({ view }))];
    return [
      action('new-order', text.newOrder.open, () => workspace.setState({ newOrderOpen: true })),
      ...views.map((route) => action(`go-${route.view}`, words.goTo(text.nav[route.view]), () => goTo(route))),
      action('check-now', words.checkNow, () => connection.checkNow()),
      action('export', words.exportCsv, () => download('/api/orders.csv')),
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
      ...LANGUAGES.map((language) =>
        action(`language-${language}`, words.language(text.look.languages[language]), () => chooseLanguage(language)),
      ),
      action('help', text.shortcuts.help, () => overlays.setState({ help: true })),
      action('tour', text.help.startTour, () => overlays.setState({ tour: 0 })),
      ...(inDesktop ? DESKTOP_ACTIONS : [action('api', text.nav.api, () => window.location.assign('/api/docs'))]),
    ];
  }, [connection, setColorScheme, inDesktop]);
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
