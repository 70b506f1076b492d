import { AppError } from '../base/app-error.ts';
import type { Principal } from './principal.ts';

/** @throws AppError `forbidden` for everybody else */
export function requireAdmin(principal: Principal): void {
  if (principal.role === 'admin') return;
  throw new AppError('forbidden', `The role ${principal.role} may not do this. Ask an admin of this server.`);
}
