import type { FeedState } from '../../../src-shared/server-status.ts';
import { words } from '../words/words.ts';
import { unreadText } from './unread.ts';

/** What the tray tells apart, each by a shape of its own. */
export type TrayState = 'live' | 'catching-up' | 'lost';

/** What the tray knows. */
export interface TrayPicture {
  /** `null`: no database has been chosen. */
  readonly feed: FeedState | null;
  readonly unread: number;
}

/** Pure. */
export function trayStateOf(feed: FeedState | null): TrayState {
  switch (feed) {
    case 'live':
      return 'live';
    case 'starting':
      return 'catching-up';
    case 'reconnecting':
    case 'blocked':
    case 'stopped':
    case null:
      return 'lost';
  }
}

/** The state in words, for the first line of the tray's menu. */
export function stateLine(feed: FeedState | null): string {
  return feed === null ? words.window.tray.noDatabase : words.window.tray.feed[feed];
}

/** `Orderdeck – live – 3 unread`. */
export function trayTooltip({ feed, unread }: TrayPicture): string {
  const state = stateLine(feed);
  return ['Orderdeck', words.window.tray.inTooltip(state), ...unreadParts(unread)].join(' – ');
}

/** What nobody has seen yet, where there is any. */
export function unreadParts(unread: number): readonly string[] {
  return unread === 0 ? [] : [words.window.tray.unread(unreadText(unread))];
}
