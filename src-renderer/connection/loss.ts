import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import type { ServerMessageOf } from '../../src-shared/server-message.ts';
import type { TransportClose } from './transport.ts';

/** What to do about a lost connection. */
export type LossVerdict =
  | {
      readonly kind: 'retry';
      /** The token leads nowhere: start from a snapshot. */
      readonly forgetToken: boolean;
      /** The wait the server asked for; `null` when it asked for none. */
      readonly askedMs: number | null;
      readonly detail: string;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string };

const FOR_GOOD: readonly ErrorCode[] = [
  'invalid-request',
  'invalid-message',
  'unauthenticated',
  'forbidden-origin',
  'forbidden',
];

function codeOfClose(close: number | null): ErrorCode | null {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  return codes.find((code) => ERROR_CODES[code].close === close) ?? null;
}

/** Pure: reads the goodbye, when there was one, and else the close code. */
export function judgeLoss(close: TransportClose, bye: ServerMessageOf<'bye'> | null): LossVerdict {
  const code = bye?.code ?? codeOfClose(close.code);
  const detail = bye?.detail ?? (code === null ? close.detail : ERROR_CODES[code].title);
  if (code === 'invalid-token' || close.why === 'unreadable') {
    return { kind: 'retry', forgetToken: true, askedMs: bye?.retryAfterMs ?? null, detail };
  }
  const refused = bye === null ? code !== null && FOR_GOOD.includes(code) : bye.retryAfterMs === null;
  if (refused && code !== null) return { kind: 'refused', code, detail };
  return { kind: 'retry', forgetToken: false, askedMs: bye?.retryAfterMs ?? null, detail };
}
