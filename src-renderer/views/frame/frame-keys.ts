import { useHotkeys } from '@mantine/hooks';
import { useMemo } from 'react';
import { may } from '../../store/session.ts';
import { workspace } from '../../store/workspace.ts';
import { overlays } from '../../ui/overlays.ts';
import { goTo, type Route } from '../../ui/route.ts';
import { focusSearch } from '../../ui/search-focus.ts';
import { type KeyActions, useSingleKeys } from '../../ui/single-keys.ts';

/**
 * The keys that work in every view.
 *
 * @param isShown `false` while the console waits behind the door
 */
export function useFrameKeys(route: Route, isShown: boolean): void {
  useHotkeys(
    isShown
      ? [
          ['mod+k', () => overlays.setState(({ palette }) => ({ palette: !palette }))],
          ['mod+,', () => goTo({ view: 'settings' })],
        ]
      : [],
    [],
  );
  const actions = useMemo<KeyActions>(
    () => ({
      '/': focusSearch,
      n: () => {
        if (may('orders:create')) workspace.setState({ newOrderOpen: true });
      },
      '?': () => overlays.setState({ help: true }),
      'g o': () => goTo({ view: 'orders', orderId: null }),
      'g b': () => goTo({ view: 'board' }),
      'g s': () => goTo({ view: 'scan' }),
      'g a': () => goTo({ view: 'activity' }),
      'g m': () => goTo({ view: 'monitor' }),
      'g w': () => goTo({ view: 'wallboard' }),
    }),
    [],
  );
  // A scanner types too: where scans are read no key means anything else.
  useSingleKeys(actions, route.view === 'scan' || !isShown);
}
