import { Button, Group, Progress } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { formatSpan } from '../../ui/format.ts';
import type { ImportRun } from './import-run.ts';
import styles from './importing.module.css';

export function RunStep({ run }: { readonly run: ImportRun }) {
  const { kind, created, refused, total, perSecond, waitingFor } = useStore(run.state);
  const live = useConsole((state) => state.connection.kind === 'live');
  const words = text.importing.run;
  const settled = created.length + refused.reduce((sum, { batch }) => sum + batch.lines.length, 0);
  useEffect(() => {
    if (live) run.tryNow();
  }, [live, run]);
  return (
    <div className={styles.step}>
      <p className={styles.figures}>
        <strong>{words.done(created.length, total)}</strong>
        <span className={styles.quiet}>
          {perSecond !== null &&
            kind === 'running' &&
            words.pace(Math.round(perSecond), timeLeft(total - settled, perSecond))}
        </span>
      </p>
      <Progress value={(settled / total) * 100} size={8} transitionDuration={100} aria-label={words.progress} />
      <div aria-live="polite">
        {kind === 'waiting' && (
          <p className={styles.warn}>
            <IconPlugConnectedX size={16} aria-hidden />
            <span>{[waitingFor, words.waiting].filter((part) => part !== null).join(' ')}</span>
          </p>
        )}
        {kind === 'stopping' && <p className={styles.plain}>{words.stopping}</p>}
        {kind === 'running' && <p className={styles.quiet}>{words.hint}</p>}
      </div>
      <Group justify="flex-end" gap={8} className={styles.actions ?? ''}>
        {kind === 'waiting' && (
          <Button variant="default" onClick={() => run.tryNow()}>
            {words.tryNow}
          </Button>
        )}
        <Button variant="default" data-autofocus disabled={kind === 'stopping'} onClick={() => run.stop()}>
          {words.stop}
        </Button>
      </Group>
    </div>
  );
}

function timeLeft(count: number, perSecond: number): string {
  return formatSpan(Math.max(1_000, (count / perSecond) * 1_000));
}
