import { mayDo, PERMISSIONS, type Permission } from '../../src-shared/permission.ts';
import { AppError } from '../base/app-error.ts';
import type { Principal } from './principal.ts';

/** The one gate: every command and every route passes it, by whatever transport. @throws AppError `forbidden` */
export function authorize(principal: Principal, permissions: readonly Permission[]): void {
  const missing = permissions.find((permission) => !mayDo(principal.role, permission));
  if (missing === undefined) return;
  throw new AppError(
    'forbidden',
    `This takes the role ${PERMISSIONS[missing]}; ${principal.actor} is ${principal.role}. Nothing was changed.`,
  );
}
