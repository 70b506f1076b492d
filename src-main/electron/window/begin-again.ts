import { app } from 'electron';
import type { Logger } from '../../observability/logger.ts';
import { parseDeepLink } from './deep-link.ts';
import { HIDDEN_ARGUMENT, type StartArguments } from './start-arguments.ts';

export interface BeginAgainDeps {
  readonly logger: Logger;
  /** See `LoginItemDeps`. */
  readonly appImage: string | null;
}

/**
 * For starts that come while the program ends: a window would be gone in a moment, so it begins anew once it has
 * ended. The first of them counts.
 */
export function beginAgain({ logger, appImage }: BeginAgainDeps): (start: StartArguments) => void {
  let isAsked = false;
  return ({ hidden, link }) => {
    if (isAsked) return;
    isAsked = true;
    const args = [
      // Not packed, the program is Electron's own binary with the app's folder as its argument.
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...process.argv.slice(1).filter((argument) => /^--\w/.test(argument) && argument !== HIDDEN_ARGUMENT),
      ...(hidden ? [HIDDEN_ARGUMENT] : []),
      // Behind `--`, so that a link cannot be a switch.
      ...(link === null || parseDeepLink(link) === null ? [] : ['--', link]),
    ];
    logger.info({ args }, 'Started again while it ends: it will begin anew');
    app.relaunch({ args, ...(appImage === null ? {} : { execPath: appImage }) });
  };
}
