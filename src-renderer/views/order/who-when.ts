import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { text } from '../../strings.ts';
import { formatSpan } from '../../ui/format.ts';

/** The author of a change and how long ago it was, as a person says it. */
export interface WhoWhen {
  readonly who: string;
  readonly when: string;
}

export function whoWhen(change: ChangeEvent | null, now: number): WhoWhen {
  const who = change?.actor ?? text.conflict.somebody;
  if (change === null) return { who, when: text.time.justNow };
  const age = now - Date.parse(change.at);
  return { who, when: age < 2_000 ? text.time.justNow : text.time.ago(formatSpan(age)) };
}
