import { useRef } from 'react';
import { text } from '../../strings.ts';
import { CommandsButton } from './commands-button.tsx';
import { HintLine } from './hint-line.tsx';
import { ManualEntry } from './manual-entry.tsx';
import { ModeTabs } from './mode-tabs.tsx';
import { OthersBox } from './others-box.tsx';
import { QueueBox } from './queue-box.tsx';
import { RecentScans } from './recent-scans.tsx';
import { ResultPanel } from './result-panel.tsx';
import { ScanSpeech } from './scan-speech.tsx';
import styles from './scan-view.module.css';
import { SoundBox } from './sound-box.tsx';
import { useScanBench, useWedge } from './use-scan-bench.ts';
import { useScanKeys } from './use-scan-keys.ts';

/** The packing bench: everything is done with the scanner, and seen or heard at arm's length. */
export function ScanView() {
  const field = useRef<HTMLInputElement>(null);
  const { station } = useScanBench();
  useWedge();
  const giveFocusBack = useScanKeys(station, field);
  return (
    <section className={styles.view} aria-label={text.scan.title}>
      <div className={styles.bench}>
        <ModeTabs />
        <HintLine />
        <ResultPanel />
        <QueueBox />
        <OthersBox />
      </div>
      <aside className={styles.aside}>
        <ManualEntry field={field} onSubmitted={giveFocusBack} />
        <SoundBox />
        <CommandsButton />
      </aside>
      <RecentScans />
      <ScanSpeech />
    </section>
  );
}
