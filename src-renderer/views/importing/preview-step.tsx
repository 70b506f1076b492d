import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import type { CsvLayout } from './csv-layout.ts';
import { faultsText } from './fault-text.ts';
import type { ImportPlan } from './import-plan.ts';
import styles from './importing.module.css';
import { LayoutControls } from './layout-controls.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Reasons } from './reasons.tsx';
import { saveRefused } from './save-refused.ts';
import type { ReadFile } from './use-import.ts';

interface PreviewStepProps {
  readonly file: ReadFile;
  readonly plan: ImportPlan;
  readonly onLayout: (layout: CsvLayout) => void;
  readonly onStart: () => void;
  readonly onOther: () => void;
}

/** What would happen, before anything does. */
export function PreviewStep({ file, plan, onLayout, onStart, onOther }: PreviewStepProps) {
  const connected = useConsole((state) => canSend(state.connection));
  const words = text.importing.preview;
  const { good, refused } = plan;
  const saveThem = (): void => {
    const lines = refused.map(({ record, faults }) => ({ record, reason: faultsText(faults) }));
    saveRefused(file.name, lines, plan.layout);
  };
  return (
    <div className={styles.step}>
      <p className={styles.file}>{file.name}</p>
      {file.encoding === 'windows-1252' && (
        <p className={styles.warn}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{words.windows1252}</span>
        </p>
      )}
      <LayoutControls text={file.text} layout={plan.layout} onLayout={onLayout} />
      <output className={styles.counts}>
        <strong>{good.length === 0 ? words.nothing : words.good(good.length)}</strong>
        {refused.length > 0 && <Reasons refused={refused} />}
      </output>
      <PreviewTable plan={plan} />
      <FormProblem message={connected ? null : words.offline} />
      <Group justify="flex-end" gap={8} className={styles.actions ?? ''}>
        <Button variant="subtle" color="gray" onClick={onOther} className={styles.left ?? ''}>
          {words.other}
        </Button>
        {refused.length > 0 && (
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={saveThem}>
            {words.download}
          </Button>
        )}
        <Button data-autofocus disabled={!connected || good.length === 0} onClick={onStart}>
          {words.start(good.length)}
        </Button>
      </Group>
    </div>
  );
}
