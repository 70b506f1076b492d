import { systemClock } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';
import type { CoreHost } from '../core-host.ts';
import type { WindowKeeper } from '../window/window-keeper.ts';
import { Notifier } from './notifier.ts';
import { oldestPending } from './oldest-pending.ts';
import { RuleWatch } from './rule-watch.ts';
import { SystemNotifications } from './system-notifications.ts';

/** What follows the core and raises notifications of the system; it observes the core and is told the rules. */
export function createNotifications(deps: {
  readonly logger: Logger;
  readonly core: () => Pick<CoreHost, 'request' | 'databaseNow'>;
  readonly windows: Pick<WindowKeeper, 'show' | 'tell' | 'isInFront'>;
}): RuleWatch {
  const { logger, core, windows } = deps;
  const system = new SystemNotifications(logger, (hash) => {
    windows.show();
    windows.tell({ type: 'go', hash });
  });
  const notifier = new Notifier({
    clock: systemClock,
    isInFront: () => windows.isInFront,
    show: (announcement) => system.show(announcement),
  });
  return new RuleWatch({
    clock: systemClock,
    oldestPending: () => oldestPending((request) => core().request(request)),
    databaseNow: () => core().databaseNow(),
    raise: (news) => notifier.raise(news),
    onError: (error) => logger.warn({ error }, 'The pending orders could not be looked at'),
  });
}
