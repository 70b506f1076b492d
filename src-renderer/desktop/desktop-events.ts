import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';
import { workspace } from '../store/workspace.ts';
import { focusSearch } from '../ui/search-focus.ts';

/**
 * Does in the page what the program around it is asked for: by its menus, its tray, a link.
 *
 * @returns a function that ends it
 */
export function followDesktopEvents(bridge: DesktopBridge, location: Pick<Location, 'hash'>): () => void {
  return bridge.onEvent((event) => {
    switch (event.type) {
      case 'go':
        location.hash = event.hash;
        break;
      case 'new-order':
        workspace.setState({ newOrderOpen: true });
        break;
      case 'find':
        focusSearch();
        break;
      case 'state':
      case 'check-connection':
        // For those who keep the state and the connection.
        break;
    }
  });
}
