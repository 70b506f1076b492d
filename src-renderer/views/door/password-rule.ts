import { passwordSchema } from '../../../src-shared/access.ts';
import { EASY_PASSWORD, isEasyPassword } from '../../../src-shared/easy-password.ts';
import { ruleText } from './refusal-text.ts';

/** Pure: what a new password is refused for, before the server is asked; `null`: nothing. */
export function passwordProblem(password: string, name: string): string | null {
  const message = passwordSchema.safeParse(password).error?.issues[0]?.message;
  if (message !== undefined) return ruleText(message);
  return isEasyPassword(password, [name]) ? ruleText(EASY_PASSWORD) : null;
}
