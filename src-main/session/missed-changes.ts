import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import { covers, hasSeen } from '../feed/position.ts';
import type { HubPlace } from '../hub/hub.ts';
import { type CatchUpDeps, hasPassed, standing } from './catch-up.ts';

/** What a client that asks now and then has missed. */
export type Missed =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'changes';
      readonly changes: readonly ChangeEvent[];
      readonly at: AnchoredPosition;
      readonly more: boolean;
    }
  /** The log no longer has it: a snapshot is needed. */
  | { readonly kind: 'passed' };

const READ_LIMIT = 1_000;

/** The changes since `at`, from memory where the window covers them, else from the log. */
export async function missedChanges(deps: CatchUpDeps, place: HubPlace, at: AnchoredPosition): Promise<Missed> {
  const { window } = place;
  if (covers(at.position, window.end.position)) return { kind: 'nothing' };
  if (covers(at.position, window.start.position)) {
    const changes: ChangeEvent[] = [];
    for (let seq = window.firstSeq; seq <= window.lastSeq; seq++) {
      const entry = window.get(seq);
      if (entry !== undefined)
        changes.push(...entry.changes.filter((change) => !hasSeen(at.position, change.changeId)));
    }
    return changes.length === 0
      ? { kind: 'nothing' }
      : { kind: 'changes', changes, at: standing(window.end, [at]), more: false };
  }
  const known = window.end.position;
  const read = await deps.log.read(at, READ_LIMIT);
  if (hasPassed(at, read, known)) return { kind: 'passed' };
  const changes = read.entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
  if (changes.length === 0 && !read.more) return { kind: 'nothing' };
  return { kind: 'changes', changes, at: read.next, more: read.more };
}
