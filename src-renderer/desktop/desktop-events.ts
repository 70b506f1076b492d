import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';
import { orderStatusSchema } from '../../src-shared/order.ts';
import { workspace } from '../store/workspace.ts';
import { enterWallboard, leaveWallboard } from '../ui/route.ts';
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
        go(event.hash, location);
        break;
      case 'new-order':
        workspace.setState({ newOrderOpen: true });
        break;
      case 'find':
        focusSearch();
        break;
      case 'wallboard':
        if (event.on) enterWallboard();
        else leaveWallboard();
        break;
      case 'state':
      case 'check-connection':
        // For those who keep the state and the connection.
        break;
    }
  });
}

/** `#/orders?status=pending` is the list with this filter alone, which belongs to the workspace and not to the address. */
function go(hash: string, location: Pick<Location, 'hash'>): void {
  const [path = '', query = ''] = hash.split('?');
  const status = orderStatusSchema.safeParse(new URLSearchParams(query).get('status'));
  if (status.success) workspace.setState({ status: status.data, search: '' });
  location.hash = path;
}
