import type { FeedState, ServerStatus } from '../../../src-shared/server-status.ts';
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

/** Pure: the state in words, for the first line of the tray's menu. */
export function stateLine(feed: ServerStatus['feed'] | null): string {
  switch (feed) {
    case 'live':
      return 'Live';
    case 'starting':
      return 'Catching up';
    case 'reconnecting':
      return 'Database not reachable';
    case 'blocked':
      return 'Database needs attention';
    case 'stopped':
      return 'Stopped';
    case null:
      return 'No database chosen';
  }
}

/** Pure: `Orderdeck – live – 3 unread`. */
export function trayTooltip({ feed, unread }: TrayPicture): string {
  const state = stateLine(feed);
  const parts = ['Orderdeck', state.charAt(0).toLowerCase() + state.slice(1)];
  if (unread > 0) parts.push(`${unreadText(unread)} unread`);
  return parts.join(' – ');
}
