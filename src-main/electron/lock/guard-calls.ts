import type { DesktopCallName } from '../../../src-shared/desktop-bridge.ts';
import type { DesktopCallHandlers } from '../ipc/desktop-calls.ts';
import type { WindowLock } from './window-lock.ts';

/** What a locked window does for everybody: it shows, and takes the database's password, which only who knows it has. */
const FOR_EVERYBODY: readonly DesktopCallName[] = ['get-state', 'dismiss-notice', 'leave-wallboard', 'give-password'];

/** The calls of the window, each but those for everybody refused while it is locked and no admin is signed in. */
export function guardCalls(handlers: DesktopCallHandlers, lock: WindowLock): DesktopCallHandlers {
  const guarded = Object.entries(handlers).map(([name, handle]) => {
    const isOpen = FOR_EVERYBODY.includes(name as DesktopCallName);
    return [name, isOpen ? handle : behind(lock, handle as (input: unknown) => unknown)];
  });
  // Name by name what it was, which the compiler cannot follow.
  return Object.fromEntries(guarded) as DesktopCallHandlers;
}

function behind(lock: WindowLock, handle: (input: unknown) => unknown) {
  return async (input: unknown): Promise<unknown> => {
    await lock.requireAdmin();
    return handle(input);
  };
}
