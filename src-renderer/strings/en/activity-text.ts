import type { ChangeType } from '../../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../../src-shared/server-message.ts';
import { formatNumber } from '../../ui/format.ts';

const KINDS: Record<ChangeType, string> = { INSERT: 'Created', UPDATE: 'Changed', DELETE: 'Deleted' };
const READ_ANEW: Record<SnapshotReason, string> = {
  'first-connect': 'The connection began anew here, and the table was read anew.',
  'log-passed': 'The connection was away for long, and the table was read anew here.',
  'new-epoch': 'The change log was replaced, and the table was read anew here.',
  drift: 'The table was read anew here: something changed it past the change log. Those changes are not listed.',
};

export const activityText = {
  title: 'Activity',
  list: 'Changes, newest first',
  columns: { at: 'When', kind: 'What', order: 'Order', changes: 'Change', who: 'Who' },
  kinds: KINDS,
  readAnew: READ_ANEW,
  order: (id: number) => `Open order ${id}`,
  search: 'Filter by order, customer, product or person',
  searchPlaceholder: 'Filter changes',
  clearSearch: 'Clear the filter',
  kind: 'Kind of change',
  allKinds: 'All',
  status: 'Status reached',
  anyStatus: 'Any status',
  who: 'Who',
  anybody: 'Anybody',
  pause: 'Pause',
  resume: 'Resume',
  pauseHint: 'Space',
  paused: 'Paused. Changes go on coming and are shown when you resume.',
  waiting: (count: number) => `${formatNumber(count)} new`,
  newAbove: (count: number) => `${formatNumber(count)} new above`,
  count: (count: number) => `${formatNumber(count)} ${count === 1 ? 'change' : 'changes'} listed`,
  reading: (count: number) =>
    `More came than is kept here: reading the rest from the server, ${formatNumber(count)} so far`,
  haveRead: (count: number) => `${formatNumber(count)} changes that came meanwhile were read from the server`,
  loadingOlder: 'Loading older changes',
  olderFailed: 'Older changes could not be loaded.',
  failed: 'The changes could not be loaded',
  failedHint: 'None is lost: the server keeps them. Try again.',
  failedLost: 'None is lost: the server keeps them. Try again once the connection is back.',
  retry: 'Try again',
  lookFurther: 'Look further back',
  end: 'Nothing older is kept.',
  none: 'No changes yet',
  noneHint: 'Every change to an order appears here by itself, whoever makes it.',
  noMatch: 'No change matches the filter',
  noMatchHint:
    'The filter looks at order number, customer, product and person. Matching changes appear here by themselves.',
  showAll: 'Show all changes',
  loading: 'Loading changes',
  export: 'Export CSV',
  exporting: (count: number) => `Exporting, ${formatNumber(count)} so far`,
  cancelExport: 'Stop the export',
  exported: (count: number) => `${formatNumber(count)} changes exported`,
  exportFailed:
    'The export stopped: the server did not answer. No file was written. Try again when the connection is back.',
  exportColumns: {
    changeId: 'Change',
    at: 'Time (UTC)',
    who: 'Who',
    kind: 'What',
    order: 'Order',
    version: 'Version',
    before: (field: string) => `${field} before`,
    after: (field: string) => `${field} after`,
  },
  file: 'activity',
};
