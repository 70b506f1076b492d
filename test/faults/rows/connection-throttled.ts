import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

/** Little enough that the answer to a burst takes longer than it may. */
const BYTES_PER_SECOND = 60_000;

export const connectionThrottled: FaultRow = {
  title: '[FAULT-44] the connection lets so little through that answers take longer than they may',
  name: 'connection-throttled',
  fault: 'Connection throttled to 60 kB/s while 2,000 orders come at once',
  plan: { wire: true, settings: { DB_CONNECT_TIMEOUT_MS: '1000' } },
  told: /no answer in time/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    scene.wire.throttle(BYTES_PER_SECOND);
    await scene.insert(2_000, 'Customer burst');
    await scene.reads(/no answer in time/);
    await scene.lasts({ short: 1_000, full: 15_000 });
    return () => scene.wire.throttle(Number.POSITIVE_INFINITY);
  },
};
