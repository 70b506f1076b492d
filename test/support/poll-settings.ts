/** Settings of a server whose reader looks by itself this often, in milliseconds, however many watch. */
export function pollsEvery(ms: number): Record<'POLL_BUSY_MS' | 'POLL_WATCHED_MS' | 'POLL_IDLE_MS', string> {
  const text = String(ms);
  return { POLL_BUSY_MS: text, POLL_WATCHED_MS: text, POLL_IDLE_MS: text };
}

/** The same where no binary log wakes the reader in between either: it would stand in for what is tested. */
export function pollsOnlyEvery(ms: number): Record<string, string> {
  return { ...pollsEvery(ms), BINLOG_HINT: 'off' };
}
