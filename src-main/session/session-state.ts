import type { AnchoredPosition } from '../feed/change-log.ts';

/** Where a session is. Every member carries only what it needs. */
export type SessionState =
  /** The client has not said hello yet and is told nothing. */
  | { readonly kind: 'connected' }
  /** The feed has not found its place yet; the client has asked. */
  | { readonly kind: 'waiting'; readonly token: string | null }
  /** Being brought to the present from the log or with a snapshot. */
  | { readonly kind: 'catching-up' }
  | {
      readonly kind: 'live';
      /** Sequence number of the last batch of the window that was handed over. */
      readonly cursor: number;
      /** Pictures the client already has that are ahead of the cursor: their changes are left out. */
      readonly skip: readonly AnchoredPosition[];
      /** Where the client stands. */
      readonly at: AnchoredPosition;
    }
  | { readonly kind: 'closed' };
