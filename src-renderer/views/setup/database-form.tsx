import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { text } from '../../strings.ts';
import { useFocusFirst } from '../../ui/focus-first.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import type { CandidateDraft } from './candidate-draft.ts';
import { CheckList } from './check-list.tsx';
import { DatabaseFields } from './database-fields.tsx';
import styles from './database-form.module.css';
import type { FormBusy } from './database-form-state.ts';
import { type DatabaseDone, useDatabaseForm } from './use-database-form.ts';

const words = text.setup;

interface DatabaseFormProps {
  readonly start: CandidateDraft;
  /** Whose words the main button uses. */
  readonly where: 'wizard' | 'settings';
  readonly onDone: (done: DatabaseDone) => void;
  readonly onBack: () => void;
  /** Stands above the buttons. */
  readonly children?: ReactNode;
}

/** A MySQL server: typed in on the left, looked at on the right; used as soon as nothing is in the way. */
export function DatabaseForm({ start, where, onDone, onBack, children }: DatabaseFormProps) {
  const { state, type, test, proceed, cancel } = useDatabaseForm(start, onDone, words.check.cancelled);
  const { check, busy } = state;
  const next = check === null || check.next === 'fix' ? null : check.next;
  const form = useRef<HTMLFormElement>(null);
  useFocusFirst(form);
  useFocusAfter(form, busy, Object.keys(state.errors).length > 0);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy === null) void (next === null ? test() : proceed());
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <div className={`${styles.fields} ${styles[where]}`}>
        <DatabaseFields draft={state.draft} errors={state.errors} disabled={busy !== null} onType={type} />
        {children}
        <FormProblem message={state.problem} />
        <div className={styles.actions}>
          <Button variant="default" onClick={busy === 'checking' ? cancel : onBack} disabled={isWriting(busy)}>
            {busy === 'checking' ? words.cancel : words.back}
          </Button>
          <span className={styles.space} />
          {next !== null && (
            <Button variant="default" disabled={busy !== null} onClick={() => void test()}>
              {words.form.testAgain}
            </Button>
          )}
          <Button type="submit" loading={busy !== null}>
            {next === null ? (check === null ? words.form.test : words.form.testAgain) : words.next[where][next]}
          </Button>
        </div>
      </div>
      <CheckList check={check} busy={busy} />
    </form>
  );
}

/** What was in focus is disabled meanwhile: the keyboard goes on at the field to mend, else at the main button. */
function useFocusAfter(form: RefObject<HTMLFormElement | null>, busy: FormBusy | null, marked: boolean): void {
  const before = useRef(busy);
  useEffect(() => {
    const answered = before.current !== null && busy === null;
    before.current = busy;
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (marked) invalid?.focus();
    else if (answered) form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }, [form, busy, marked]);
}

/** What is being written cannot be taken back half-way. */
function isWriting(busy: FormBusy | null): boolean {
  return busy === 'preparing' || busy === 'using';
}
