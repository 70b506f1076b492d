import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import {
  DATABASE_CHECK_STEPS,
  type DatabaseCheck,
  type DatabaseCheckStep,
} from '../../../src-shared/database-check.ts';
import { text } from '../../strings.ts';
import { Repair } from '../../ui/repair.tsx';
import styles from './check-list.module.css';
import type { FormBusy } from './database-form-state.ts';

const words = text.setup.check;
const ICONS = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX, skipped: IconCircleDashed };

interface CheckListProps {
  readonly check: DatabaseCheck | null;
  readonly busy: FormBusy | null;
}

/** The seven things that are looked at, each with a shape, a colour and a word, and the repair where one is known. */
export function CheckList({ check, busy }: CheckListProps) {
  return (
    <section className={styles.panel} aria-label={words.title}>
      <h2 className={styles.title}>{words.title}</h2>
      <ol className={styles.steps} data-busy={busy !== null}>
        {DATABASE_CHECK_STEPS.map((step) => {
          const found = check?.steps.find((one) => one.step === step);
          return found === undefined ? <WaitingStep key={step} step={step} /> : <Step key={step} found={found} />;
        })}
      </ol>
      <p className={styles.summary} role="status">
        {busy !== null && <Loader size={14} aria-hidden />}
        <span>{busy === null ? summaryOf(check) : words.busy[busy]}</span>
      </p>
    </section>
  );
}

function WaitingStep({ step }: { readonly step: DatabaseCheckStep['step'] }) {
  return (
    <li className={styles.step}>
      <IconCircle size={18} stroke={1.75} className={styles.skipped} aria-hidden />
      <div className={styles.body}>
        <p className={styles.name}>
          {words.steps[step]}
          <span className="spoken">: {words.waiting}</span>
        </p>
      </div>
    </li>
  );
}

function Step({ found: { step, state, message, repair } }: { readonly found: DatabaseCheckStep }) {
  const Icon = ICONS[state];
  return (
    <li className={styles.step} data-step={step} data-state={state}>
      <Icon size={18} stroke={1.75} className={styles[state]} aria-hidden />
      <div className={styles.body}>
        <p className={styles.name}>
          {words.steps[step]}
          <span className={`${styles.state} ${styles[state]}`}>{words.states[state]}</span>
        </p>
        {state !== 'skipped' && <p className={styles.message}>{message}</p>}
        {repair !== null && <Repair text={repair} label={words.copyRepair(words.steps[step])} />}
      </div>
    </li>
  );
}

function summaryOf(check: DatabaseCheck | null): string {
  if (check === null) return words.before;
  const said = check.server === null ? '' : `${words.server(check.server)}. `;
  switch (check.next) {
    case 'fix': {
      const failed = check.steps.find(({ state }) => state === 'failed');
      return failed === undefined ? said : said + words.fix(words.steps[failed.step]);
    }
    case 'create-schema':
      return said + words['create-schema'];
    case 'upgrade-schema':
      return said + words['upgrade-schema'](check.orders);
    case 'use':
      return said + words.use(check.orders);
  }
}
