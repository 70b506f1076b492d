import { eventually } from '../../support/eventually.ts';
import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

const CUTS = { short: 3, full: 12 };
/** Held back piece by piece, so that the cut falls into an answer of some hundred kilobytes. */
const PIECE_MS = 20;

export const connectionCut: FaultRow = {
  title: '[FAULT-42] connections are cut in the middle of a read, again and again',
  name: 'connection-cut',
  fault: 'Connection cut in the middle of a read, again and again',
  plan: { wire: true },
  told: /MySQL at .* (cannot be reached|could not be used)/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    for (let cut = 0; cut < CUTS[scene.form]; cut++) {
      scene.wire.delay(PIECE_MS);
      scene.wire.passed = 0;
      await scene.insert(1_000, `Customer cut ${cut}`);
      await eventually('an answer is under way', () => scene.wire.passed > 100_000);
      scene.wire.cut();
      scene.wire.delay(0);
      await scene.progress(10);
    }
    return () => undefined;
  },
};
