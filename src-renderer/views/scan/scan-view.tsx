import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { allows, session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { goTo } from '../../ui/route.ts';
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

/** The bench, for those who may scan; others came by its address and are told. */
export function ScanView() {
  // While the server has not said who it is, scans wait.
  const isBarred = useStore(session, (state) => state.info?.principal != null && !allows(state, 'orders:set-status'));
  if (!isBarred) return <Bench />;
  const words = text.scan.barred;
  return (
    <div className={styles.barred}>
      <EmptyState icon={<IconLock size={22} />} title={words.title} hint={words.hint}>
        <Button variant="default" onClick={() => goTo({ view: 'orders', orderId: null })}>
          {words.toOrders}
        </Button>
      </EmptyState>
    </div>
  );
}

/** The packing bench: everything is done with the scanner, and seen or heard at arm's length. */
function Bench() {
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
