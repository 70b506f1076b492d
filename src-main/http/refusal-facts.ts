import type { AuditDetail } from '../../src-shared/access.ts';
import { AppError } from '../base/app-error.ts';

/**
 * Whether a refusal goes on record, and with what; `null`: it does not. Of a foreign page or host nothing is kept but
 * that it was one: what is in those headers is its own choice, and each other text would be a record of its own.
 *
 * @param asked what somebody who is known was refused
 */
export function refusalFacts(error: unknown, asked: AuditDetail): AuditDetail | null {
  if (!(error instanceof AppError)) return null;
  const { code, errors } = error.problem;
  if (code === 'forbidden') return asked;
  return code === 'forbidden-origin' ? { why: errors?.[0]?.field === 'Host' ? 'foreign host' : 'foreign page' } : null;
}
