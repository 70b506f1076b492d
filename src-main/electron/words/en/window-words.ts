import type { FeedState } from '../../../../src-shared/server-status.ts';

const FEED: Readonly<Record<FeedState, string>> = {
  live: 'Live',
  starting: 'Catching up',
  reconnecting: 'Database not reachable',
  blocked: 'Database needs attention',
  stopped: 'Stopped',
};

/** What surrounds the page: the tray, and the questions of the window. */
export const windowWords = {
  tray: {
    feed: FEED,
    noDatabase: 'No database chosen',
    unread: (count: string) => `${count} unread`,
    /** The state inside a line. */
    inTooltip: (state: string) => state.charAt(0).toLowerCase() + state.slice(1),
    show: 'Show Orderdeck',
    newOrder: 'New order',
    share: 'Share on the network',
    leaveWallboard: 'Leave wallboard mode',
    quit: 'Quit',
  },
  staysInTray: {
    title: 'Orderdeck goes on in the tray',
    body: 'It still follows the orders. Click its icon to see them; “Quit” in its menu ends it.',
  },
  notSwitched: {
    title: 'Sharing was not switched',
    failed: 'Nothing was changed. The log says more.',
  },
  leave: {
    message: 'Leave without saving?',
    detail: 'What you changed here is not saved yet and is lost when you leave.',
    stay: 'Stay here',
    leave: 'Leave without saving',
  },
  pageFails: {
    message: 'The window fails again and again.',
    detail: 'The orders are safe in the database, and browsers still reach the console. The log says more.',
    reload: 'Load it again',
    quit: 'Quit',
  },
  about: { licence: 'MIT licence' },
};
