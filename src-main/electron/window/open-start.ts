import type { Logger } from '../../observability/logger.ts';
import { parseDeepLink } from './deep-link.ts';
import type { StartArguments } from './start-arguments.ts';
import type { WindowKeeper } from './window-keeper.ts';

/** What one start of the program leads to: its window, at the order its link names; or nothing to see. */
export function openStart({ hidden, link }: StartArguments, windows: WindowKeeper, logger: Logger): void {
  if (hidden && link === null) return;
  windows.show();
  if (link === null) return;
  const id = parseDeepLink(link);
  if (id === null) logger.warn({ link: link.slice(0, 200) }, 'A link that names no order was ignored');
  else windows.tell({ type: 'go', hash: `#/orders/${id}` });
}
