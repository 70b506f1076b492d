import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ALERT_UNITS, type Alert, type AlertList, retriedSchema } from '../../../src-shared/alert.ts';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { useMay } from '../../ui/use-may.ts';
import styles from './alerts-panel.module.css';
import { DataTable, Nothing } from './data-table.tsx';
import { Explained } from './explained.tsx';
import { Panel } from './facts.tsx';
import { NoneYet } from './none-yet.tsx';

const words = text.alerts;

/** What the server found wrong by itself: what lasts first, then what is over. */
export function AlertsPanel({ list, failed }: { readonly list: AlertList | null; readonly failed: boolean }) {
  if (list === null) return <NoneYet title={words.title} failed={failed} />;
  const alerts = [...list.active, ...list.ended];
  return (
    <Panel title={words.title} explanation={words.explanation}>
      {alerts.length === 0 ? (
        <Nothing>{words.none}</Nothing>
      ) : (
        <DataTable label={words.title} columns={Object.values(words.columns)} rows={alerts.map(rowOf)} />
      )}
      {list.webhooks !== null && <Webhooks figures={list.webhooks} />}
    </Panel>
  );
}

function rowOf(alert: Alert) {
  const { id, rule, value, limit, since, endedAt } = alert;
  const unit = words.units[ALERT_UNITS[rule]];
  return {
    key: id,
    cells: [
      <State key="state" active={endedAt === null} />,
      <span key="rule" data-wide>
        {words.rules[rule]}. {words.advice[rule]}
      </span>,
      words.amount(value, unit),
      words.amount(limit, unit),
      <TimeLabel key="since" iso={since} />,
      endedAt === null ? text.empty : <TimeLabel key="ended" iso={endedAt} />,
    ],
  };
}

function State({ active }: { readonly active: boolean }) {
  const Icon = active ? IconAlertTriangle : IconCircleCheck;
  return (
    <span className={styles.state} data-active={active}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {active ? words.states.active : words.states.over}
    </span>
  );
}

function Webhooks({ figures }: { readonly figures: NonNullable<AlertList['webhooks']> }) {
  const mayRetry = useMay('alerts:manage');
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const retry = async (): Promise<void> => {
    setBusy(true);
    const answer = await callApi(retriedSchema, { method: 'POST', path: '/api/alerts/undelivered/retry' });
    setBusy(false);
    setSaid(answer.ok ? words.webhooks.retried(answer.value.retried) : words.webhooks.failed);
  };
  return (
    <div className={styles.row}>
      <Explained name={words.webhooks.title} explanation={words.webhooks.explanation} />
      <p>{words.webhooks.figures(figures.delivered, figures.pending, figures.undelivered)}</p>
      {figures.problem !== null && <p className={styles.problem}>{words.webhooks.problem(figures.problem)}</p>}
      {mayRetry && figures.undelivered > 0 && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void retry()}>
          {words.webhooks.retry}
        </Button>
      )}
      <p role="status">{said}</p>
    </div>
  );
}
