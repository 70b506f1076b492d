import type { FaultRow } from '../fault-row.ts';
import { killAtEach, type Moment } from './killed-at.ts';

const READ = /FROM order_changes FORCE INDEX \(PRIMARY\) WHERE id >= \d+ AND id <= \d+ ORDER BY id LIMIT \d{2,}/;
const PROBE = /SELECT id FROM order_changes FORCE INDEX \(PRIMARY\) WHERE/;

/** In the sequence of one step of the reader; see src-main/feed/change-poller.ts. */
const MOMENTS: readonly Moment[] = [
  { statement: /name IN \('epoch', 'token_secret'/, side: 'answer' },
  { statement: /@@global\.auto_increment_increment/, side: 'answer' },
  { statement: READ, side: 'statement' },
  { statement: READ, side: 'answer' },
  { statement: PROBE, side: 'statement' },
  { statement: PROBE, side: 'answer' },
];

export const killedInPoll: FaultRow = {
  title: '[FAULT-50] the server is killed in each phase of a read of the log',
  name: 'killed-in-poll',
  fault: 'Server killed with SIGKILL in each phase of a poll',
  plan: { wire: true, writers: 8 },
  // A process that is gone says nothing: its clients see the connection close.
  told: /connection closed \(1006\)/,
  incidents: [],
  async inject(scene) {
    await killAtEach(scene, MOMENTS);
    return () => undefined;
  },
};
