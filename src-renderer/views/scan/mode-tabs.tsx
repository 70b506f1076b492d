import { IconArrowBackUp, IconCircleCheck, IconSearch, IconTruck } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { text } from '../../strings.ts';
import styles from './mode-tabs.module.css';
import { SCAN_MODES, type ScanMode } from './scan-code.ts';
import { useScanBench, useStation } from './use-scan-bench.ts';

const ICONS = { ship: IconTruck, deliver: IconCircleCheck, pending: IconArrowBackUp, lookup: IconSearch };
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

export const PANEL_ID = 'scan-panel';

/** What a scan does. Large enough for gloves; arrows move between them. */
export function ModeTabs() {
  const { station } = useScanBench();
  const mode = useStation((state) => state.mode);
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = SCAN_MODES[(SCAN_MODES.indexOf(mode) + step + SCAN_MODES.length) % SCAN_MODES.length];
    if (next === undefined) return;
    station.setMode(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label={text.scan.modes}>
      {SCAN_MODES.map((one) => {
        const Icon = ICONS[one];
        return (
          <button
            key={one}
            id={tabId(one)}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={one === mode}
            aria-controls={PANEL_ID}
            tabIndex={one === mode ? 0 : -1}
            onClick={() => station.setMode(one)}
            onKeyDown={move}
          >
            <Icon size={24} stroke={2} aria-hidden />
            <span className={styles.words}>
              <span className={styles.name}>{text.scan.mode[one]}</span>
              <span className={styles.hint}>{text.scan.modeHint[one]}</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}

function tabId(mode: ScanMode): string {
  return `scan-mode-${mode}`;
}
