/** What the operator wants done to the orders that are scanned. */
export const SCAN_MODES = ['ship', 'deliver', 'pending', 'lookup'] as const;
export type ScanMode = (typeof SCAN_MODES)[number];

/** Why a code cannot be used. */
export type CodeFault = 'empty' | 'not-an-order' | 'zero' | 'too-big' | 'unknown-command';

export type ScanCode =
  | { readonly kind: 'order'; readonly id: number }
  | { readonly kind: 'mode'; readonly mode: ScanMode }
  | { readonly kind: 'undo' }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'bad'; readonly why: CodeFault };

/** The text of a command barcode. */
export const COMMAND_CODES = {
  ship: 'ODK:MODE:SHIP',
  deliver: 'ODK:MODE:DELIVER',
  pending: 'ODK:MODE:PENDING',
  lookup: 'ODK:MODE:LOOKUP',
  undo: 'ODK:UNDO',
  acknowledge: 'ODK:ACK',
} as const;

/** What some scanners put before a code to tell its kind. */
const SYMBOLOGY = /^\][a-z]\d/i;
// A keyboard of another language makes another character of the colon, the dash and the slash; letters and digits of
// our codes are the same on all of them.
const COMMAND = /^ODK([^A-Z\d])(.+)$/i;
const ORDER = /^(?:ORD(?:ER)?[^A-Z\d]?|ORDERS[^A-Z\d]{3}|[#§£№])?(\d+)$/i;

/** Pure: what a scanned or typed text asks for. Capitals and small letters are the same, as under Caps Lock. */
export function parseScanCode(text: string): ScanCode {
  const code = text.trim().replace(SYMBOLOGY, '');
  if (code === '') return { kind: 'bad', why: 'empty' };
  const [, separator, command] = COMMAND.exec(code) ?? [];
  if (separator !== undefined && command !== undefined)
    return parseCommand(command.toUpperCase().split(separator.toUpperCase()));
  const digits = ORDER.exec(code)?.[1];
  if (digits === undefined) return { kind: 'bad', why: 'not-an-order' };
  const id = Number(digits);
  if (id === 0) return { kind: 'bad', why: 'zero' };
  return Number.isSafeInteger(id) ? { kind: 'order', id } : { kind: 'bad', why: 'too-big' };
}

function parseCommand([word, mode, ...more]: readonly string[]): ScanCode {
  const known = SCAN_MODES.find((one) => one.toUpperCase() === mode);
  if (word === 'MODE' && known !== undefined && more.length === 0) return { kind: 'mode', mode: known };
  if (word === 'UNDO' && mode === undefined) return { kind: 'undo' };
  if (word === 'ACK' && mode === undefined) return { kind: 'acknowledge' };
  return { kind: 'bad', why: 'unknown-command' };
}
