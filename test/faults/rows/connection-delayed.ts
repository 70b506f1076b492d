import type { FaultRow } from '../fault-row.ts';

export const connectionDelayed: FaultRow = {
  title: '[FAULT-43] every packet is delayed in both directions',
  name: 'connection-delayed',
  fault: 'Connection delayed by 100 ms in each direction',
  plan: { wire: true },
  told: null,
  incidents: [],
  async inject(scene) {
    scene.wire.delay(100);
    await scene.progress(60);
    await scene.lasts({ short: 2_000, full: 20_000 });
    return () => scene.wire.delay(0);
  },
};
