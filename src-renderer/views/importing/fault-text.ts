import { text } from '../../strings.ts';
import type { RefusedLine } from './import-plan.ts';
import type { Fault } from './judge-record.ts';

function faultText(fault: Fault): string {
  const words = text.importing.fault;
  return 'field' in fault ? words[fault.kind](text.field[fault.field]) : words[fault.kind];
}

/** Every reason why a line is refused, as one. */
export function faultsText(faults: readonly Fault[]): string {
  return faults.map(faultText).join('; ');
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  /** Where it is met first, at most three. */
  readonly lines: readonly number[];
}

/** The reasons, most frequent first. */
export function reasonsOf(refused: readonly RefusedLine[]): readonly ReasonCount[] {
  const found = new Map<string, { count: number; lines: number[] }>();
  for (const { record, faults } of refused) {
    const reason = faultsText(faults);
    const entry = found.get(reason) ?? { count: 0, lines: [] };
    entry.count += 1;
    if (entry.lines.length < 3) entry.lines.push(record.line);
    found.set(reason, entry);
  }
  return [...found].map(([reason, { count, lines }]) => ({ reason, count, lines })).sort((a, b) => b.count - a.count);
}
