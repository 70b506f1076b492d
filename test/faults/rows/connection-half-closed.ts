import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

const TIMES = { short: 3, full: 12 };

export const connectionHalfClosed: FaultRow = {
  title: '[FAULT-45] the direction towards the database ends in the middle of a read',
  name: 'connection-half-closed',
  fault: 'Connection half closed in the middle of a read',
  plan: { wire: true },
  told: /MySQL at .* (cannot be reached|could not be used)/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    for (let i = 0; i < TIMES[scene.form]; i++) {
      await scene.wire.hold(/FROM order_changes FORCE INDEX/, 'answer');
      scene.wire.halfClose();
      await scene.progress(10);
    }
    return () => undefined;
  },
};
