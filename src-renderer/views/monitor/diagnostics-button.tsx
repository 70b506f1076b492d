import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import { download } from '../../ui/save-file.ts';
import styles from './alerts-panel.module.css';

/** Saves what somebody who helps needs to see. */
export function DiagnosticsButton() {
  const { button, hint } = text.alerts.diagnostics;
  return (
    <div className={styles.row}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileDownload size={16} stroke={1.75} aria-hidden />}
        onClick={() => download('/api/diagnostics')}
      >
        {button}
      </Button>
      <p>{hint}</p>
    </div>
  );
}
