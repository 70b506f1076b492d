import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { problemSchema } from '../../../src-shared/problem.ts';
import type { Finding } from '../../../src-shared/rest-api.ts';
import { type DatabaseReport, databaseReportSchema } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { formatMs } from '../../ui/format.ts';
import { Repair } from '../../ui/repair.tsx';
import { TimeLabel } from '../../ui/time-label.tsx';
import styles from './database-check.module.css';
import { Panel } from './facts.tsx';
import { FindingItem } from './finding-item.tsx';

const words = text.monitor.check;
type Work = 'check' | 'repair';

interface DatabaseCheckProps {
  /** What the last look found, before anybody asked for another one. */
  readonly findings: readonly Finding[];
}

/** Looks at everything in the database when asked to, and puts right what the server may. */
export function DatabaseCheck({ findings }: DatabaseCheckProps) {
  const [report, setReport] = useState<DatabaseReport | null>(null);
  const [busy, setBusy] = useState<Work | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: Work): Promise<void> => {
    setBusy(work);
    setProblem(null);
    try {
      setReport(await ask(work));
    } catch (error) {
      setProblem(error instanceof Refused ? error.message : words.noAnswer);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Panel title={words.title} explanation={words.explanation}>
      <div className={styles.actions}>
        <Button variant="default" onClick={() => void run('check')} disabled={busy !== null}>
          {words.button}
        </Button>
        {report?.repairable === true && (
          <Button onClick={() => void run('repair')} disabled={busy !== null}>
            {words.repairButton}
          </Button>
        )}
        <p className={styles.state} role="status">
          {busy !== null && <Loader size={14} aria-hidden />}
          {busy === null ? summaryOf(report, problem) : words.busy[busy]}
        </p>
      </div>
      {report === null ? <Known findings={findings} /> : <Report report={report} />}
    </Panel>
  );
}

function summaryOf(report: DatabaseReport | null, problem: string | null): string {
  if (problem !== null) return problem;
  if (report === null) return '';
  const open = report.areas.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'info')).length;
  const failed = report.steps.filter(({ state }) => state === 'failed').length;
  if (report.repair !== null && report.repair.problem === null) return words.repaired(report.repair.done.length, open);
  return open + failed === 0 ? words.fine(formatMs(report.durationMs)) : words.found(open + failed);
}

function Known({ findings }: DatabaseCheckProps) {
  if (findings.length === 0) {
    return (
      <p className={styles.fine}>
        <IconCircleCheck size={16} aria-hidden />
        {text.monitor.noFindings}
      </p>
    );
  }
  return (
    <ul className={styles.list}>
      {findings.map((finding) => (
        <FindingItem key={`${finding.code} ${finding.message}`} finding={finding} />
      ))}
    </ul>
  );
}

const ICONS = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX, skipped: IconCircleDashed };

function Report({ report: { steps, areas, repair, at, server } }: { readonly report: DatabaseReport }) {
  return (
    <>
      {repair !== null && repair.done.length > 0 && <p className={styles.note}>{words.done(repair.done.join(' '))}</p>}
      {repair?.problem != null && (
        <ul className={styles.list}>
          <FindingItem finding={repair.problem} />
        </ul>
      )}
      <ul className={styles.list}>
        {steps.map(({ step, state, message, repair: statement }) => (
          <Row key={step} state={state} name={text.setup.check.steps[step]} message={message}>
            {statement !== null && <Repair text={statement} label={text.monitor.copyRepair} />}
          </Row>
        ))}
        {areas.map(({ area, findings }) => (
          <Row
            key={area}
            state={worst(findings)}
            name={words.areas[area]}
            message={findings.length === 0 ? words.ok[area] : null}
          >
            <ul className={styles.inner}>
              {findings.map((finding) => (
                <FindingItem key={`${finding.code} ${finding.message}`} finding={finding} />
              ))}
            </ul>
          </Row>
        ))}
      </ul>
      <p className={styles.note}>
        {server ?? text.empty}, {words.lookedAt} <TimeLabel iso={at} />
      </p>
    </>
  );
}

interface RowProps {
  readonly state: keyof typeof ICONS | 'info';
  readonly name: string;
  readonly message: string | null;
  readonly children: React.ReactNode;
}

function Row({ state, name, message, children }: RowProps) {
  const Icon = state === 'info' ? IconInfoCircle : ICONS[state];
  return (
    <li className={styles.row} data-state={state}>
      <Icon size={16} aria-hidden className={styles[state]} />
      <div className={styles.body}>
        <p>
          <strong>{name}</strong>
          <span className="spoken">: {words.states[state]}</span>
        </p>
        {message !== null && <p>{message}</p>}
        {children}
      </div>
    </li>
  );
}

function worst(findings: readonly Finding[]): RowProps['state'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'failed';
  if (findings.some(({ severity }) => severity === 'warning')) return 'warning';
  return findings.length > 0 ? 'info' : 'ok';
}

/** The server said why not, in words for people. */
class Refused extends Error {}

async function ask(work: Work): Promise<DatabaseReport> {
  const response = await fetch(`/api/database/${work}`, { method: 'POST', headers: { accept: 'application/json' } });
  const body: unknown = await response.json();
  if (response.ok) return databaseReportSchema.parse(body);
  const problem = problemSchema.safeParse(body);
  throw problem.success ? new Refused(problem.data.detail) : new Error(String(response.status));
}
