import type { DatabaseCheck } from '../../../src-shared/database-check.ts';
import { text } from '../../strings.ts';
import { type CandidateDraft, type CandidateErrors, withTyped } from './candidate-draft.ts';

export type FormBusy = 'checking' | 'preparing' | 'using';

/** The form of a MySQL server and what is known about what it says. */
export interface DatabaseFormState {
  readonly draft: CandidateDraft;
  /** Beside their fields: broken rules, and what failed at the server. */
  readonly errors: CandidateErrors;
  /** Of exactly this draft; `null` after every change. */
  readonly check: DatabaseCheck | null;
  readonly busy: FormBusy | null;
  /** What belongs to no field. */
  readonly problem: string | null;
}

export type DatabaseFormAction =
  | { readonly type: 'typed'; readonly part: Partial<CandidateDraft> }
  | { readonly type: 'refused'; readonly errors: CandidateErrors }
  | { readonly type: 'began'; readonly busy: FormBusy }
  | { readonly type: 'checked'; readonly check: DatabaseCheck }
  | { readonly type: 'failed'; readonly message: string };

export function startForm(draft: CandidateDraft): DatabaseFormState {
  return { draft, errors: {}, check: null, busy: null, problem: null };
}

/** Pure: what the form shows next. */
export function reduceForm(state: DatabaseFormState, action: DatabaseFormAction): DatabaseFormState {
  switch (action.type) {
    case 'typed':
      // What was found belongs to what was typed before.
      return startForm(withTyped(state.draft, action.part));
    case 'refused':
      return { ...state, errors: action.errors, problem: null };
    case 'began':
      return { ...state, errors: {}, busy: action.busy, problem: null };
    case 'checked':
      return { ...state, busy: null, check: action.check, errors: errorsOf(action.check) };
    case 'failed':
      return { ...state, busy: null, problem: action.message };
  }
}

function errorsOf({ steps }: DatabaseCheck): CandidateErrors {
  return Object.fromEntries(
    // The words stand once, in the list.
    steps.flatMap(({ state, field }) =>
      state === 'failed' && field !== null ? [[field, text.setup.check.marked]] : [],
    ),
  );
}
