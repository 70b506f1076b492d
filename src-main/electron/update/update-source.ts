import type { RawConfig } from '../../config/env.ts';
import { words } from '../words/words.ts';

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

/** Pure, but for the language. @param feedUrl of the settings; empty: what the package says */
export function updateSource(feedUrl: string, facts: PackageFacts): UpdateSource {
  const { appImage } = facts;
  const { PORTABLE_EXECUTABLE_FILE: portable } = facts.environment;
  if (!facts.isPackaged && appImage === null) {
    return { kind: 'off', reason: words.updates.fromSource };
  }
  if (feedUrl === '' && !facts.hasPackedFeed) {
    return { kind: 'off', reason: words.updates.noFeed };
  }
  const replacesItself = facts.platform === 'linux' ? appImage !== null : portable === undefined;
  return { kind: 'feed', url: feedUrl === '' ? null : feedUrl, replacesItself };
}
