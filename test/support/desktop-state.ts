import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import type { DesktopApp } from './desktop-app.ts';
import { DesktopCalls } from './desktop-calls.ts';
import { eventually } from './eventually.ts';

/** Waits until the program says this of itself, and returns what `check` does. */
export async function eventuallyState<T>(
  app: DesktopApp,
  what: string,
  check: (state: DesktopState) => T,
): Promise<Exclude<T, false | null | undefined>> {
  const calls = await DesktopCalls.of(app);
  const look = async (): Promise<T> => {
    const state = await calls.state();
    const value = check(state);
    if (!value) throw new Error(JSON.stringify({ serving: state.serving, notices: state.notices }));
    return value;
  };
  return eventually(what, look);
}
