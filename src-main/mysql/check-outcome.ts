import type { DatabaseCheckStep } from '../../src-shared/database-check.ts';
import type { Finding } from '../../src-shared/rest-api.ts';

/** What one step of the database check came to. */
export type CheckOutcome = Omit<DatabaseCheckStep, 'step'>;

type Help = Partial<Pick<CheckOutcome, 'repair' | 'field'>>;

export function passed(message: string): CheckOutcome {
  return { state: 'ok', message, repair: null, field: null };
}

export function warned(message: string, { repair = null, field = null }: Help = {}): CheckOutcome {
  return { state: 'warning', message, repair, field };
}

export function failed(message: string, { repair = null, field = null }: Help = {}): CheckOutcome {
  return { state: 'failed', message, repair, field };
}

/** The findings as one outcome, the worst first: an error fails the step, what is mere information does not mark it. */
export function outcomeOf(
  good: string,
  findings: readonly Finding[],
  field: CheckOutcome['field'] = null,
): CheckOutcome {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const marked = [...errors, ...warnings];
  if (marked.length === 0) return passed([good, ...findings.map(({ message }) => message)].join(' '));
  const message = marked.map((finding) => finding.message).join(' ');
  const repair = joinStatements(marked.flatMap((finding) => finding.repair ?? []));
  return errors.length > 0 ? failed(message, { repair, field }) : warned(message, { repair, field });
}

/** Statements to copy as one text; `null` when there are none. */
export function joinStatements(statements: readonly string[]): string | null {
  const texts = [...new Set(statements)].map((text) => (text.trimEnd().endsWith(';') ? text.trimEnd() : `${text};`));
  return texts.length === 0 ? null : texts.join('\n');
}
