import type { AnchoredPosition, ChangeLog, ConsistentView } from './change-log.ts';
import { CheckpointProof, type CheckpointStore } from './checkpoint.ts';
import { lowWater } from './position.ts';

/** The read view that an expectation begins with. */
export interface FirstView {
  readonly view: ConsistentView;
  /** Has seen everything between the last checkpoint and the view; `null` without one. */
  readonly proof: CheckpointProof | null;
  /** There was something to prove and no checkpoint to prove it from. */
  readonly isUnproven: boolean;
}

interface FirstViewDeps {
  readonly log: ChangeLog;
  readonly checkpoints: CheckpointStore;
  readonly at: () => AnchoredPosition;
  readonly epoch: () => string | null;
}

/** Another server may move the checkpoint on, and the clean-up behind it, while it is being used. */
const ATTEMPTS = 3;

/**
 * @param mustProve whether the view must reach back to the last checkpoint
 * @param opening called in the same turn of the event loop in which the view's place is taken
 */
export async function openFirstView(deps: FirstViewDeps, mustProve: boolean, opening: () => void): Promise<FirstView> {
  let isUnproven = false;
  for (let attempt = 0; mustProve && attempt < ATTEMPTS; attempt++) {
    const checkpoint = await deps.checkpoints.load();
    isUnproven = checkpoint !== null;
    if (checkpoint === null || checkpoint.epoch !== deps.epoch()) break;
    const proof = new CheckpointProof(checkpoint);
    opening();
    const view = await deps.log.openView(checkpoint.at, (entries) => proof.seen(entries));
    if (await isWhole(view, checkpoint.at, deps.checkpoints)) return { view, proof, isUnproven: false };
    await view.close();
  }
  opening();
  return { view: await deps.log.openView(deps.at()), proof: null, isUnproven };
}

/** Whether the view showed everything since that place: the log goes back to it, and no gap was filled and cleaned. */
export async function isWhole(
  view: ConsistentView,
  since: AnchoredPosition,
  checkpoints: Pick<CheckpointStore, 'cleanedBelow'>,
): Promise<boolean> {
  return view.anchor === 'same' && (await checkpoints.cleanedBelow()) <= lowWater(since.position);
}
