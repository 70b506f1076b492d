import { eventually } from '../../support/eventually.ts';
import type { FaultScene } from '../fault-scene.ts';

/** A moment of the server's work: a statement before it is carried out, or after, when nobody has heard of it yet. */
export interface Moment {
  readonly statement: RegExp;
  readonly side: 'statement' | 'answer';
}

/**
 * Kills the server at each moment with SIGKILL and starts it again, while everybody goes on; the short form takes every
 * third moment, beginning with one that the seed picks.
 *
 * @param provoke makes the moment come
 */
export async function killAtEach(
  scene: FaultScene,
  all: readonly Moment[],
  provoke: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const every = scene.form === 'full' ? 1 : 3;
  for (const { statement, side } of all.filter((_, index) => index % every === scene.seed % every)) {
    const reached = scene.wire.hold(statement, side);
    // Some moments come once in the life of a process, while it begins.
    await scene.restart(0, {}, { until: 'listening' });
    await provoke();
    await within(`${side} ${statement}`, reached);
    await scene.look();
    await scene.progress(5);
  }
  await scene.restart(0);
}

/** @throws Error that names the moment when it does not come */
export async function within(what: string, reached: Promise<void>, withinMs = 20_000): Promise<void> {
  const state = { isReached: false };
  void reached.then(() => {
    state.isReached = true;
  });
  await eventually(`the moment: ${what}`, () => state.isReached, withinMs);
}
