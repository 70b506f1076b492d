/**
 * Every IPC channel between the window and the main process, declared once. No schema library here: the preload script
 * imports this file and nothing else.
 */
export const CHANNELS = {
  /** Window to main, answered: one call of `DesktopCalls`. */
  call: 'orderdeck:call',
  /** Main to window: one `DesktopEvent`. */
  event: 'orderdeck:event',
  /** Window to main: (id). From here `message` and `closed` follow for this id. */
  sessionOpen: 'orderdeck:session-open',
  /** Window to main: (id, JSON of a client message). */
  sessionSend: 'orderdeck:session-send',
  /** Window to main: (id, number of messages taken since the last time). */
  sessionTaken: 'orderdeck:session-taken',
  /** Window to main: (id). */
  sessionClose: 'orderdeck:session-close',
  /** Main to window: (id, JSON of a server message). */
  sessionMessage: 'orderdeck:session-message',
  /** Main to window: (id, close code, reason). */
  sessionClosed: 'orderdeck:session-closed',
} as const;
