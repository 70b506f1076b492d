import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import type { CodeFault, ScanMode } from './scan-code.ts';
import type { RefusalReason } from './scan-rules.ts';

/** Who made a change, and when by the database's clock. */
export interface WhoWhen {
  readonly who: string | null;
  readonly at: string;
}

/** What became of a scan. `by` is the change that led to the row as it is; `null` where it is not known. */
export type ScanResult =
  /** `version` is the one this scan made; the row may have gone on since. */
  | { readonly kind: 'done'; readonly order: Order; readonly from: OrderStatus; readonly version: number }
  | { readonly kind: 'shown'; readonly order: Order; readonly isOld: boolean }
  | { readonly kind: 'mode'; readonly mode: ScanMode }
  | { readonly kind: 'undone'; readonly order: Order }
  | { readonly kind: 'unqueued'; readonly id: number }
  | { readonly kind: 'queued'; readonly id: number }
  | { readonly kind: 'repeated'; readonly id: number }
  | { readonly kind: 'already'; readonly order: Order; readonly by: WhoWhen | null }
  | { readonly kind: 'refused'; readonly order: Order; readonly why: RefusalReason; readonly by: WhoWhen | null }
  | { readonly kind: 'conflict'; readonly order: Order; readonly by: WhoWhen | null }
  | { readonly kind: 'not-found'; readonly id: number }
  | { readonly kind: 'deleted'; readonly id: number; readonly by: WhoWhen }
  | { readonly kind: 'bad-code'; readonly why: CodeFault }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'nothing-to-undo' }
  | { readonly kind: 'undo-failed'; readonly id: number; readonly detail: string };

/** `good`: done. `notice`: nothing was written now, and nothing has to be done. `bad`: somebody must look. */
export type ScanTone = 'good' | 'notice' | 'bad';

const TONES: Readonly<Record<ScanResult['kind'], ScanTone>> = {
  done: 'good',
  shown: 'good',
  mode: 'good',
  undone: 'good',
  unqueued: 'good',
  queued: 'notice',
  repeated: 'notice',
  already: 'notice',
  refused: 'bad',
  conflict: 'bad',
  'not-found': 'bad',
  deleted: 'bad',
  'bad-code': 'bad',
  failed: 'bad',
  blocked: 'bad',
  'nothing-to-undo': 'bad',
  'undo-failed': 'bad',
};

export function toneOf(result: ScanResult): ScanTone {
  return TONES[result.kind];
}

/** One line of the list of last scans. */
export interface ScanRecord {
  readonly key: number;
  /** As it was scanned or typed. */
  readonly code: string;
  readonly mode: ScanMode;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly result: ScanResult;
}
