import { useEffect, useReducer, useRef } from 'react';
import type { DatabaseCandidate, DatabaseCheck } from '../../../src-shared/database-check.ts';
import type { DesktopResult } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { type CandidateDraft, readDraft } from './candidate-draft.ts';
import { type DatabaseFormState, type FormBusy, reduceForm, startForm } from './database-form-state.ts';

/** What was done on the way to the database in use. */
export interface DatabaseDone {
  readonly how: Exclude<DatabaseCheck['next'], 'fix'>;
  readonly candidate: DatabaseCandidate;
}

export interface DatabaseForm {
  readonly state: DatabaseFormState;
  readonly type: (part: Partial<CandidateDraft>) => void;
  readonly test: () => Promise<void>;
  /** Does what the last check offers: creates or upgrades where needed, then moves over. */
  readonly proceed: () => Promise<void>;
  /** Forgets the answer that is being waited for. */
  readonly cancel: () => void;
}

/** The conversation about a MySQL server: look, prepare, use. */
export function useDatabaseForm(
  start: CandidateDraft,
  onDone: (done: DatabaseDone) => void,
  cancelled: string,
): DatabaseForm {
  const [state, dispatch] = useReducer(reduceForm, start, startForm);
  // An answer to a question that was taken back must not be shown.
  const asked = useRef(0);
  useEffect(() => () => void asked.current++, []);

  async function ask<T>(busy: FormBusy, question: () => Promise<DesktopResult<T>>): Promise<T | null> {
    const mine = ++asked.current;
    dispatch({ type: 'began', busy });
    const answer = await question();
    if (mine !== asked.current) return null;
    if (answer.ok) return answer.value;
    dispatch({ type: 'failed', message: answer.message });
    return null;
  }

  function candidateOf(): DatabaseCandidate | null {
    const read = readDraft(state.draft);
    if (read.ok) return read.candidate;
    dispatch({ type: 'refused', errors: read.errors });
    return null;
  }

  async function test(): Promise<void> {
    const candidate = candidateOf();
    if (candidate === null) return;
    const check = await ask('checking', () => callDesktop('check-database', candidate));
    if (check !== null) dispatch({ type: 'checked', check });
  }

  async function proceed(): Promise<void> {
    const how = state.check?.next;
    const candidate = candidateOf();
    if (candidate === null || how === undefined || how === 'fix') return;
    if (how !== 'use') {
      const check = await ask('preparing', () => callDesktop('prepare-database', candidate));
      if (check === null) return;
      dispatch({ type: 'checked', check });
      if (check.next !== 'use') return;
    }
    const mine = ++asked.current;
    dispatch({ type: 'began', busy: 'using' });
    const answer = await callDesktop('use-database', candidate);
    // Done is done, also when the window has moved on to the console meanwhile.
    if (answer.ok) onDone({ how, candidate });
    else if (mine === asked.current) dispatch({ type: 'failed', message: answer.message });
  }

  return {
    state,
    test,
    proceed,
    type: (part) => {
      asked.current++;
      dispatch({ type: 'typed', part });
    },
    cancel: () => {
      asked.current++;
      dispatch({ type: 'failed', message: cancelled });
    },
  };
}
