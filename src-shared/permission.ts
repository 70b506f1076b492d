import type { Command } from './command.ts';
import type { Role } from './role.ts';
import { ROLES } from './role.ts';

/**
 * The one table of who may do what: the least role for each thing there is to do. The server asks it for each command
 * and each route, whatever transport they came by; the console asks it for what to offer.
 */
export const PERMISSIONS = {
  'orders:read': 'viewer',
  'stats:read': 'viewer',
  'orders:set-status': 'operator',
  'orders:create': 'operator',
  /** What it takes back is asked for as well: see `undo`. */
  'orders:undo': 'operator',
  /** What somebody else did, and more than a status. */
  'orders:undo-others': 'admin',
  'orders:export': 'operator',
  /** Names of customers and products. */
  'orders:edit': 'admin',
  'orders:delete': 'admin',
  /** More than one order at a time. */
  'orders:bulk': 'admin',
  /** Clients with their addresses, recent errors, open gaps and what holds them. */
  'server:inspect': 'admin',
  /** Send messages about alerts again. */
  'alerts:manage': 'admin',
  'database:check': 'admin',
  'database:repair': 'admin',
  'people:manage': 'admin',
  'devices:manage': 'admin',
  'audit:read': 'admin',
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof PERMISSIONS;

export function mayDo(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission]);
}

/** All that somebody must be allowed to do for this command. A command that is not here does not compile. */
export function permissionsOf(command: Command): readonly Permission[] {
  switch (command.type) {
    case 'create-order':
      return ['orders:create'];
    case 'update-order': {
      const { status, ...names } = command.changes;
      const edits = Object.values(names).some((value) => value !== undefined);
      return [
        ...(edits ? (['orders:edit'] as const) : []),
        ...(status === undefined ? [] : (['orders:set-status'] as const)),
      ];
    }
    case 'delete-order':
      return ['orders:delete'];
    case 'set-status':
      return command.orders.length > 1 ? ['orders:set-status', 'orders:bulk'] : ['orders:set-status'];
    case 'undo':
      return command.changes.length > 1 ? ['orders:undo', 'orders:bulk'] : ['orders:undo'];
    case 'delete-orders':
      return ['orders:delete', 'orders:bulk'];
    case 'create-orders':
      return ['orders:create', 'orders:bulk'];
  }
}
