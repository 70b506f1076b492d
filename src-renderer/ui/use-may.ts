import { useStore } from 'zustand';
import type { Permission } from '../../src-shared/permission.ts';
import { allows, session } from '../store/session.ts';

/** Whether whoever is before the screen may do it: what they may not is not offered. */
export function useMay(permission: Permission): boolean {
  return useStore(session, (state) => allows(state, permission));
}
