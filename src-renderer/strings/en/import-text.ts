import { formatNumber } from '../../ui/format.ts';
import { orders } from './orders-count.ts';

function lines(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'line' : 'lines'}`;
}

export const importText = {
  menu: 'CSV: import and export',
  open: 'Import orders from a CSV file',
  exportAll: 'Export all orders as CSV',
  exportShown: (count: number) => `Export ${orders(count)} shown as CSV`,
  exportOffline: 'The export needs the server; it is not reachable now.',
  drop: 'Drop the file to see what it would import',
  title: 'Import orders',
  close: 'Close',
  choose: {
    heading: 'Drop a CSV file here',
    button: 'Choose a file',
    hint: 'Columns for customer and product, and one for the status if you like. Nothing is imported before you have seen what would happen.',
    formats: 'Commas, semicolons or tabs; with or without column names. From Excel: “CSV UTF\u20118”.',
    unreadable: 'The file could not be read. It may have been moved or changed: choose it again.',
    tooLarge: (megabytes: number) =>
      `Files of up to ${formatNumber(megabytes)} MB can be imported. Cut this one in parts.`,
    empty: 'There are no lines in this file.',
  },
  reading: (name: string) => `Reading ${name}`,
  preview: {
    windows1252:
      'The file is not in UTF-8. It was read as Windows-1252, as older Excel writes it: check letters such as ä, é and ß below.',
    delimiter: 'Separator',
    delimiters: { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab' },
    header: 'The first line holds the column names',
    column: (index: number, name: string) => (name === '' ? `Column ${index}` : `${index}: ${name}`),
    none: 'None',
    good: (count: number) => `${orders(count)} will be created`,
    nothing: 'No line of this file can be imported',
    refused: (count: number) => `${lines(count)} refused`,
    reason: (reason: string, count: number, first: string) => `${reason}: ${lines(count)} (${first})`,
    inLines: (numbers: readonly number[], more: boolean) =>
      `line ${numbers.map(formatNumber).join(', ')}${more ? ' …' : ''}`,
    more: (count: number) => `and ${formatNumber(count)} more reasons`,
    table: 'The first lines of the file',
    line: 'Line',
    result: 'Result',
    isGood: 'will be created',
    download: 'Download refused lines',
    start: (count: number) => `Import ${orders(count)}`,
    offline: 'The import can start when the connection is back.',
    other: 'Choose another file',
  },
  fault: {
    quotes: 'Quotes do not belong together',
    cells: 'More cells than columns',
    blank: (field: string) => `${field} is empty`,
    long: (field: string) => `${field} is longer than 255 characters`,
    control: (field: string) => `${field} holds a line break or another control character`,
    unicode: (field: string) => `${field} holds a broken character`,
    status: (field: string) => `${field} is none of pending, shipped, delivered`,
    other: (field: string) => `${field} is not valid`,
  },
  run: {
    progress: 'Progress of the import',
    done: (created: number, total: number) => `${formatNumber(created)} of ${orders(total)} created`,
    pace: (perSecond: number, left: string) => `${formatNumber(perSecond)} a second, ${left} left`,
    waiting: 'No answer from the server. The last part is sent again until it answers; nothing is created twice.',
    tryNow: 'Try now',
    stop: 'Stop the import',
    stopping: 'Stopping: the answer to the last part is waited for.',
    hint: 'Leave this page open until it is done.',
  },
  end: {
    done: (count: number) => `${orders(count)} created`,
    none: 'No order was created',
    stillThere: (left: number, all: number) =>
      left === 0
        ? `${orders(all)} created and taken back`
        : `${formatNumber(left)} of ${orders(all)} created still there`,
    stopped: (count: number) => `Stopped by you: ${lines(count)} not imported.`,
    numbers: (ranges: string, more: number) =>
      more === 0 ? `Numbers ${ranges}` : `Numbers ${ranges} and ${formatNumber(more)} more ranges`,
    refused: (count: number) => `${lines(count)} refused. Download them, repair them, and import that file.`,
    refusedBatch: (count: number, reason: string) => `${lines(count)} refused by the server: ${reason}`,
    doubtful: (count: number, first: number, last: number) =>
      `${orders(count)} of lines ${formatNumber(first)} to ${formatNumber(last)} were under way when you stopped, and no answer came. They may have been created: look before you import them again.`,
    download: 'Download lines not imported',
    undo: (count: number) => `Take back ${orders(count)}`,
    undoing: 'Taking back',
    undone: (count: number) => `${orders(count)} taken back.`,
    kept: (count: number) => `${orders(count)} not taken back: changed or deleted by somebody since.`,
    undoFailed: (count: number) => `${orders(count)} could not be taken back. Try again.`,
    another: 'Import another file',
    reasonStopped: 'not imported: stopped',
    reasonDoubtful: 'may have been imported: no answer',
  },
};
