import type { ApiAnswer } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { problemText } from '../../ui/problem-text.ts';
import { sentence } from '../../ui/sentence.ts';

type Refusal = Extract<ApiAnswer<never>, { ok: false }>;

/**
 * Pure: what to tell somebody who was not let in, or whose wish was refused.
 *
 * @param wrong what it means that the credentials were not taken
 */
export function refusalText({ problem, retryAfterS }: Refusal, wrong?: string): string {
  if (problem === null) return text.door.noAnswer;
  if (problem.code === 'rate-limited' && retryAfterS !== null) return text.door.wait(retryAfterS);
  if (problem.code === 'unauthenticated' && wrong !== undefined) return wrong;
  const [first] = problem.errors ?? [];
  if (first !== undefined) return ruleText(first.message);
  return problem.code === 'conflict' ? sentence(problem.detail.replace(/\.$/, '')) : problemText(problem);
}

/** A rule of the wire as a sentence beside its field. */
export function ruleText(message: string): string {
  return sentence(text.door.rules[message] ?? message);
}
