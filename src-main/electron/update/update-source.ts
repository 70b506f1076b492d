import type { RawConfig } from '../../config/env.ts';

/** How this copy of the program came to be here. */
export interface PackageFacts {
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly environment: RawConfig;
  /** The file of the AppImage it runs from; `null` where it runs from none. */
  readonly appImage: string | null;
  /** Whether the package names a feed of its own. */
  readonly hasPackedFeed: boolean;
}

/** Where new versions are announced. */
export type UpdateSource =
  | { readonly kind: 'off'; readonly reason: string }
  | {
      readonly kind: 'feed';
      /** `null`: the one that the package names. */
      readonly url: string | null;
      /** Whether a new version can be put in place of this copy; else a person has to. */
      readonly replacesItself: boolean;
    };

/** Pure. @param feedUrl of the settings; empty: what the package says */
export function updateSource(feedUrl: string, facts: PackageFacts): UpdateSource {
  const { appImage } = facts;
  const { PORTABLE_EXECUTABLE_FILE: portable } = facts.environment;
  if (!facts.isPackaged && appImage === null) {
    return { kind: 'off', reason: 'This program runs from its source code, and is updated there.' };
  }
  if (feedUrl === '' && !facts.hasPackedFeed) {
    return { kind: 'off', reason: 'There is no address for new versions yet. Enter one in the settings.' };
  }
  const replacesItself = facts.platform === 'linux' ? appImage !== null : portable === undefined;
  return { kind: 'feed', url: feedUrl === '' ? null : feedUrl, replacesItself };
}
