import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconInfoCircle, IconScan } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { text } from '../../strings.ts';
import { PANEL_ID } from './mode-tabs.tsx';
import { isTextField } from './replay-key.ts';
import styles from './result-panel.module.css';
import { type ScanRecord, toneOf } from './scan-result.ts';
import { scanWords } from './scan-words.ts';
import { useScanBench, useStation } from './use-scan-bench.ts';

/** How long good news is green, in milliseconds. */
const GLOW_MS = 1_000;
const ICONS = { good: IconCheck, notice: IconInfoCircle, bad: IconAlertTriangle };

/** What became of the last scan, in letters that are read from arm's length. */
export function ResultPanel() {
  const shown = useStation((state) => state.shown);
  const isBlocked = useStation((state) => state.isBlocked);
  const glows = useGlow(shown);
  const tone = shown === null ? 'ready' : toneOf(shown.result);
  const look = isBlocked ? 'bad' : tone === 'bad' || (tone === 'good' && !glows) ? 'calm' : tone;
  return (
    <div id={PANEL_ID} className={styles.panel} role="tabpanel" aria-label={text.scan.panel} data-look={look}>
      {shown === null ? <Ready /> : <Result key={shown.key} record={shown} />}
      <div className={styles.foot}>
        <Waiting />
        {isBlocked ? <Acknowledge /> : <UndoButton />}
      </div>
    </div>
  );
}

function useGlow(shown: ScanRecord | null): boolean {
  const [over, setOver] = useState<number | null>(null);
  const key = shown?.key ?? null;
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(() => setOver(key), GLOW_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return key !== null && over !== key;
}

function Ready() {
  return (
    <div className={styles.ready}>
      <IconScan size={64} stroke={1.5} aria-hidden />
      <p className={styles.title}>{text.scan.ready}</p>
      <p className={styles.line}>{text.scan.readyHint}</p>
    </div>
  );
}

function Result({ record }: { readonly record: ScanRecord }) {
  const { title, order, advice } = scanWords(record.result, record.at);
  const Icon = ICONS[toneOf(record.result)];
  return (
    <div className={styles.result}>
      <p className={styles.code} data-long={record.code.length > 14}>
        {record.code}
      </p>
      <p className={styles.title}>
        <Icon size={32} stroke={2.5} aria-hidden />
        {title}
      </p>
      {order !== null && <p className={styles.order}>{order}</p>}
      {advice !== null && <p className={styles.line}>{advice}</p>}
    </div>
  );
}

function Waiting() {
  const count = useStation((state) => state.queue.length);
  const refused = useStation((state) => state.refused);
  const isBlocked = useStation((state) => state.isBlocked);
  return (
    <div className={styles.waiting}>
      {isBlocked && <p>{text.scan.acknowledgeHint}</p>}
      {refused > 0 && <p className={styles.refused}>{text.scan.refusedMore(refused)}</p>}
      {count > 0 && <p data-testid="scan-waiting">{text.scan.queue.title(count)}</p>}
    </div>
  );
}

function UndoButton() {
  const { station } = useScanBench();
  const canUndo = useStation((state) => state.canUndo);
  return (
    <Button
      variant="default"
      h={48}
      className={styles.action ?? ''}
      leftSection={<IconArrowBackUp size={20} aria-hidden />}
      rightSection={<kbd className={styles.key}>{text.scan.undoKey}</kbd>}
      disabled={!canUndo}
      aria-keyshortcuts="U"
      onClick={() => void station.undo()}
    >
      {text.scan.undo}
    </Button>
  );
}

/** Its touch area is the whole panel. Takes the focus, but not from somebody who writes, and gives it back. */
function Acknowledge() {
  const { station } = useScanBench();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    if (isTextField(before) || before?.closest('[role="dialog"]')) return;
    button.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <button ref={button} type="button" className={styles.acknowledge} onClick={() => station.acknowledge()}>
      {text.scan.acknowledge}
    </button>
  );
}
