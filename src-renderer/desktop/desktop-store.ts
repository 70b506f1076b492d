import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type {
  DesktopBridge,
  DesktopCallAnswer,
  DesktopCallInput,
  DesktopCallName,
  DesktopResult,
  DesktopState,
} from '../../src-shared/desktop-bridge.ts';
import { text } from '../strings.ts';

interface DesktopView {
  /** `null` in a browser, and of a program that has said nothing of itself yet. */
  readonly state: DesktopState | null;
}

const desktop = createStore<DesktopView>()(() => ({ state: null }));

let bridge: DesktopBridge | null = null;

/**
 * Asks for the state of the program and follows it from then on; call once.
 *
 * @returns when it is known, so that nothing is drawn that is wrong a moment later; at once in a browser
 */
export async function followDesktop(around: DesktopBridge | null): Promise<void> {
  bridge = around;
  if (around === null) return;
  around.onEvent((event) => {
    if (event.type === 'state') desktop.setState({ state: event.state });
  });
  const answer = await callDesktop('get-state');
  // An event may have told it meanwhile, and later than the answer.
  if (answer.ok) desktop.setState(({ state }) => ({ state: state ?? answer.value }));
}

type Input<Name extends DesktopCallName> =
  DesktopCallInput<Name> extends undefined ? [] : [input: DesktopCallInput<Name>];

/** One call of the program; what went wrong comes as a sentence, also when the program does not answer at all. */
export async function callDesktop<Name extends DesktopCallName>(
  name: Name,
  ...[input]: Input<Name>
): Promise<DesktopResult<DesktopCallAnswer<Name>>> {
  if (bridge === null) return { ok: false, message: text.desktop.absent };
  try {
    return await bridge.call(name, input as DesktopCallInput<Name>);
  } catch {
    return { ok: false, message: text.desktop.noAnswer };
  }
}

/** What the program has said of itself last; `null` in a browser. */
export function desktopState(): DesktopState | null {
  return desktop.getState().state;
}

/** One piece of the program's state; `null` in a browser and before the first answer. */
export function useDesktop<T>(select: (state: DesktopState) => T): T | null {
  return useStore(desktop, ({ state }) => (state === null ? null : select(state)));
}
