import { isDeepLink } from './deep-link.ts';

/** Starts without showing the window: what a start at login passes. */
export const HIDDEN_ARGUMENT = '--hidden';

/** What somebody asked for by starting the program. */
export interface StartArguments {
  readonly hidden: boolean;
  /** As it came; see `parseDeepLink`. */
  readonly link: string | null;
}

/** Pure. What is not known is passed over: Chromium has switches of its own, and adds some to a second start. */
export function parseStartArguments(argv: readonly string[]): StartArguments {
  return { hidden: argv.includes(HIDDEN_ARGUMENT), link: argv.find(isDeepLink) ?? null };
}
