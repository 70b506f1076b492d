import { type IpcMain, type IpcMainInvokeEvent, ipcMain } from 'electron';
import {
  DESKTOP_CALL_INPUTS,
  type DesktopCallAnswer,
  type DesktopCallInput,
  type DesktopCallName,
  type DesktopResult,
} from '../../../src-shared/desktop-bridge.ts';
import { CHANNELS } from '../../../src-shared/desktop-channels.ts';
import { words } from '../words/words.ts';
import { DesktopCallError } from './desktop-call-error.ts';
import { isTrustedSender } from './trusted-senders.ts';

/** What the main process does for the window, by the name of the call. */
export type DesktopCallHandlers = {
  readonly [Name in DesktopCallName]: (
    input: DesktopCallInput<Name>,
  ) => Promise<DesktopCallAnswer<Name>> | DesktopCallAnswer<Name>;
};

export interface DesktopCallDeps {
  readonly handlers: DesktopCallHandlers;
  readonly onRefused: (channel: string, event: IpcMainInvokeEvent) => void;
  /** A handler failed in a way nobody foresaw. */
  readonly onError: (error: unknown, name: string) => void;
  readonly ipc?: IpcMain;
}

/** Answers the window's calls: only those there are, only from the console, only with an input of the right shape. */
export function answerDesktopCalls({ handlers, onRefused, onError, ipc = ipcMain }: DesktopCallDeps): void {
  ipc.handle(CHANNELS.call, async (event, name: unknown, input: unknown): Promise<DesktopResult<unknown>> => {
    if (!isTrustedSender(event)) {
      onRefused(CHANNELS.call, event);
      return { ok: false, message: words.calls.notAllowed };
    }
    if (!isCallName(name)) return { ok: false, message: `There is no call ${JSON.stringify(name)}.` };
    const parsed = DESKTOP_CALL_INPUTS[name].safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') ?? '';
      return { ok: false, message: `${field === '' ? 'The input' : field}: ${issue?.message ?? 'is not valid'}` };
    }
    try {
      // The name and its input were checked against each other just now, which the compiler cannot follow.
      const handle = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handle(parsed.data) };
    } catch (error) {
      if (error instanceof DesktopCallError) return { ok: false, message: error.message };
      onError(error, name);
      return { ok: false, message: words.calls.failed };
    }
  });
}

function isCallName(name: unknown): name is DesktopCallName {
  return typeof name === 'string' && Object.hasOwn(DESKTOP_CALL_INPUTS, name);
}
