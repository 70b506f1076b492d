import { join } from 'node:path';
import { app, crashReporter } from 'electron';
import { version } from '../../../package.json';
import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { logLevelOf } from '../../config/observing-config.ts';
import { createLogger, type Logger } from '../../observability/logger.ts';
import { readDesktopEnvironment } from '../settings/desktop-environment.ts';
import { crashNotice } from './crash-notice.ts';
import { newestCrashReport, writeCrashReport } from './crash-report.ts';
import { exitOnCrash } from './exit-on-crash.ts';
import { LogFile } from './log-file.ts';
import { RunMarker } from './run-marker.ts';

/** What surrounds every part of the program from its first moment to its last: the log, and how it ended. */
export interface DesktopRun {
  readonly logger: Logger;
  /** That the last run did not end well; `null` when it did. */
  readonly notice: () => DesktopNotice | null;
  /** The last thing an orderly end does. */
  exit(code: number): void;
}

/** Call once, before anything that may fail. */
export function beginRun(): DesktopRun {
  const userData = app.getPath('userData');
  const crashes = join(userData, 'crashes');
  app.setAppLogsPath(join(userData, 'logs'));
  // Faults in native code: kept here, sent nowhere.
  crashReporter.start({ uploadToServer: false });
  const complain = (sentence: string) => process.stderr.write(`${sentence}\n`);
  process.stderr.on('error', () => undefined);
  const tee = app.isPackaged ? null : process.stdout;
  const logFile = new LogFile({ folder: app.getPath('logs'), tee, complain });
  const level = logLevelOf(readDesktopEnvironment(app.isPackaged).variables);
  const logger = createLogger({ level, version, destination: logFile });
  exitOnCrash({
    logger,
    report: (error) =>
      writeCrashReport(crashes, { at: new Date(), error, about: versions(), lastLines: logFile.lastLines }),
    flush: () => logFile.close(),
    exit: (code) => app.exit(code),
  });
  logger.info(versions(), 'Orderdeck begins');
  const marker = new RunMarker(userData);
  const crash = lastRun(marker, crashes, logger);
  const notice = () => (crash === null ? null : crashNotice(crash.report));
  app.on('child-process-gone', (_event, details) => logger.warn({ ...details }, 'A helper process is gone'));
  // Also an end before there was anything to stop.
  app.on('quit', (_event, code) => {
    if (code === 0) marker.end();
  });
  return {
    logger,
    notice,
    exit(code) {
      marker.end();
      void logFile.close().then(() => app.exit(code));
    },
  };
}

/** @returns `null` when the last run ended well */
function lastRun(marker: RunMarker, crashes: string, logger: Logger): { readonly report: string | null } | null {
  try {
    const began = marker.begin(new Date());
    if (began === null) return null;
    const report = newestCrashReport(crashes, began);
    logger.warn({ began, report }, 'The last run did not end well');
    return { report };
  } catch (error) {
    logger.warn({ error }, 'How the last run ended cannot be told');
    return null;
  }
}

function versions(): Record<string, string> {
  const { electron, chrome, node } = process.versions;
  return { version, electron, chrome, node, platform: `${process.platform} ${process.arch}` };
}
