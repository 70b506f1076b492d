import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { words } from '../words/words.ts';

/** @param report of the crash; `null` where the program was not there to write one */
export function crashNotice(report: string | null): DesktopNotice {
  return {
    id: 'crashed',
    severity: 'warning',
    title: words.notices.crashed.title,
    message: report === null ? words.notices.crashed.withoutReport : words.notices.crashed.withReport,
    file: report,
    dismissible: true,
  };
}
