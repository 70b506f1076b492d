import type { WebContents } from 'electron';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';

export interface PageCrashDeps {
  readonly logger: Logger;
  /** It fails again and again. @returns whether to load it once more */
  readonly askToReload: () => Promise<boolean>;
  readonly clock?: Clock;
}

/** So many reloads within a minute, and the person is asked before the next. */
const MAX_RELOADS = 3;
const WITHIN_MS = 60_000;

/** A page whose process is gone is loaded again at once: the orders are in the database, and nothing else is lost. */
export function reloadAfterCrash(page: WebContents, { logger, askToReload, clock = systemClock }: PageCrashDeps): void {
  let reloads: number[] = [];
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const now = clock.monotonic();
    reloads = reloads.filter((at) => now - at < WITHIN_MS);
    logger.error({ reason, exitCode, reloads: reloads.length }, "The window's page is gone");
    if (reloads.length < MAX_RELOADS) {
      reloads.push(now);
      page.reload();
      return;
    }
    void askToReload().then((again) => {
      reloads = [];
      if (again && !page.isDestroyed()) page.reload();
    });
  });
  page.on('unresponsive', () => logger.warn({}, 'The window does not answer'));
  page.on('responsive', () => logger.info({}, 'The window answers again'));
}
