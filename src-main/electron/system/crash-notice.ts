import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';

/** @param report of the crash; `null` where the program was not there to write one */
export function crashNotice(report: string | null): DesktopNotice {
  return {
    id: 'crashed',
    severity: 'warning',
    title: 'Orderdeck did not end as it should the last time',
    message:
      report === null
        ? 'It was ended from outside, it failed without a chance to say why, or the machine went off. Everything that was saved is in the database; what was typed and not saved is gone.'
        : 'It failed and ended. Everything that was saved is in the database; what was typed and not saved is gone. A report says what happened: pass it on if it happens again.',
    file: report,
    dismissible: true,
  };
}
