import type { ErrorCode } from '../../src-shared/error-code.ts';
import type { TransportKind } from './transport.ts';

/** Where the console stands with its server. Times are monotonic milliseconds. */
export type ConnectionState =
  | { readonly kind: 'connecting'; readonly transport: TransportKind }
  | {
      readonly kind: 'catching-up';
      readonly transport: TransportKind;
      /** `snapshot`: the whole table is being sent; `changes`: only what was missed. */
      readonly what: 'snapshot' | 'changes';
      readonly received: number;
      /** How many are expected in all; `null` when not known. */
      readonly expected: number | null;
    }
  | { readonly kind: 'live'; readonly transport: TransportKind }
  | {
      readonly kind: 'reconnecting';
      readonly transport: TransportKind;
      readonly since: number;
      /** `null` while an attempt is under way. */
      readonly nextTryAt: number | null;
      /** In plain words, as the server or the transport said it. */
      readonly detail: string;
    }
  /** The server asked not to come back without a change on this side. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string };

/** True when a command can be sent. */
export function canSend(state: ConnectionState): boolean {
  return state.kind === 'live' || state.kind === 'catching-up';
}
