import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../strings.ts';
import { faultsText } from './fault-text.ts';
import { idRanges } from './id-ranges.ts';
import type { ImportPlan } from './import-plan.ts';
import type { RunState } from './import-run.ts';
import styles from './importing.module.css';
import type { ExplainedLine } from './refused-file.ts';
import { saveRefused } from './save-refused.ts';
import { TakeBack } from './take-back.tsx';
import type { ReadFile } from './use-import.ts';

interface EndStepProps {
  readonly file: ReadFile;
  readonly plan: ImportPlan;
  readonly result: RunState;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

const RANGES = 5;

/** What was created, and what was not and why. */
export function EndStep({ file, plan, result, onAgain, onClose }: EndStepProps) {
  const words = text.importing.end;
  const { created, refused, doubtful, unsent } = result;
  const left = unsent.reduce((sum, { lines }) => sum + lines.length, 0);
  const missing = missingLines(plan, result);
  const good = missing.length === 0;
  // What was taken back is not there any more: the first line says what is.
  const [taken, setTaken] = useState(0);
  const still = created.length - taken;
  return (
    <div className={styles.step}>
      <p className={good ? styles.good : styles.partly} role="status">
        {good ? <IconCheck size={20} aria-hidden /> : <IconAlertTriangle size={20} aria-hidden />}
        <strong>{headline(created.length, taken)}</strong>
      </p>
      <ul className={styles.facts}>
        {still > 0 && <Numbers ids={created.map(({ id }) => id)} />}
        {plan.refused.length > 0 && <li>{words.refused(plan.refused.length)}</li>}
        {refused.map(({ batch, reason }) => (
          <li key={batch.key} className={styles.bad}>
            {words.refusedBatch(batch.lines.length, reason)}
          </li>
        ))}
        {left > 0 && <li>{words.stopped(left)}</li>}
        {doubtful !== null && (
          <li className={styles.bad}>
            {words.doubtful(
              doubtful.lines.length,
              doubtful.lines[0]?.record.line ?? 0,
              doubtful.lines.at(-1)?.record.line ?? 0,
            )}
          </li>
        )}
      </ul>
      <Group justify="flex-end" gap={8} className={styles.actions ?? ''}>
        {created.length > 0 && (
          <TakeBack created={created} onDone={({ deleted }) => setTaken((sum) => sum + deleted)} />
        )}
        {missing.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveRefused(file.name, missing, plan.layout)}
          >
            {words.download}
          </Button>
        )}
        <Button variant="default" onClick={onAgain}>
          {words.another}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {text.importing.close}
        </Button>
      </Group>
    </div>
  );
}

function headline(created: number, taken: number): string {
  const words = text.importing.end;
  if (created === 0) return words.none;
  return taken === 0 ? words.done(created) : words.stillThere(created - taken, created);
}

function Numbers({ ids }: { readonly ids: readonly number[] }) {
  const ranges = idRanges(ids);
  const shown = ranges.slice(0, RANGES).join(', ');
  return <li>{text.importing.end.numbers(shown, Math.max(0, ranges.length - RANGES))}</li>;
}

/** Every line that created nothing, for all anybody knows, in the sequence of the file. */
function missingLines(plan: ImportPlan, { refused, doubtful, unsent }: RunState): readonly ExplainedLine[] {
  const words = text.importing.end;
  const linesOf = (batches: RunState['unsent'], reason: string): ExplainedLine[] =>
    batches.flatMap(({ lines }) => lines.map(({ record }) => ({ record, reason })));
  return [
    ...plan.refused.map(({ record, faults }) => ({ record, reason: faultsText(faults) })),
    ...refused.flatMap(({ batch, reason }) => linesOf([batch], reason)),
    ...linesOf(doubtful === null ? [] : [doubtful], words.reasonDoubtful),
    ...linesOf(unsent, words.reasonStopped),
  ].sort((a, b) => a.record.line - b.record.line);
}
