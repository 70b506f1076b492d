import { EASY_PASSWORD, isEasyPassword } from '../../src-shared/easy-password.ts';
import { AppError } from '../base/app-error.ts';

/**
 * Whoever guesses begins with what everybody takes, and with the name of the person.
 *
 * @param password `null` or `undefined`: none is set
 * @throws AppError `invalid-request`
 */
export function refuseEasyPassword(password: string | null | undefined, names: readonly string[]): void {
  if (password == null || !isEasyPassword(password, names)) return;
  const errors = [{ field: 'password', message: EASY_PASSWORD }];
  throw new AppError('invalid-request', `password ${EASY_PASSWORD}.`, { errors });
}
