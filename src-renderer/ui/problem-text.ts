import type { Problem } from '../../src-shared/problem.ts';
import { text } from '../strings.ts';

/** What happened, what it means for the data and what to do, with what the server says beside it. */
export function problemText({ code, detail }: Pick<Problem, 'code' | 'detail'>): string {
  const words = text.errors.codes[code];
  return detail === '' ? words : text.errors.withDetail(words, detail);
}
