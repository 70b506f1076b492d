import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlugConnectedX } from '@tabler/icons-react';
import type { Stats } from '../../../src-shared/rest-api.ts';
import type { GapReport } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMs, formatNumber, formatSpan } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { useMay } from '../../ui/use-may.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import { BusPanel } from './bus-panel.tsx';
import { Charts } from './charts.tsx';
import { ClientsTable } from './clients-table.tsx';
import { DatabaseCheck } from './database-check.tsx';
import { DiagnosticsButton } from './diagnostics-button.tsx';
import { ErrorsPanel } from './errors-panel.tsx';
import { Figure, Figures } from './facts.tsx';
import { GapsPanel } from './gaps-panel.tsx';
import { healthSentence } from './health-sentence.ts';
import { Incidents } from './incidents.tsx';
import styles from './monitor-view.module.css';
import { AuditPanel, ClientsPanel, CountersPanel, FeedPanel, GuardPanel, LogPanel, ServerPanel } from './panels.tsx';
import { ReplicaPanel } from './replica-panel.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import type { Polled } from './use-polled.ts';
import { useAlerts, useClients, useErrors, useGaps, useStats } from './use-stats.ts';

const words = text.monitor;
const { explain } = words;

/** How the whole thing is doing: one sentence first, then the figures it rests on. */
export function MonitorView() {
  const state = useStats();
  if (state.value === null) return <NoFigures failed={state.failed} />;
  return <Figured stats={state.value} state={state} />;
}

const NO_GAPS = { value: null, failed: false };

interface FiguredProps {
  readonly stats: Stats;
  readonly state: Polled<Stats>;
}

/** What names clients, errors and what holds a gap is for admins. */
function Figured(props: FiguredProps) {
  return useMay('server:inspect') ? <Inspected {...props} /> : <Page {...props} gaps={NO_GAPS} mayInspect={false} />;
}

function Inspected(props: FiguredProps) {
  return <Page {...props} gaps={useGaps()} mayInspect />;
}

interface PageProps extends FiguredProps {
  readonly gaps: Pick<Polled<GapReport>, 'value' | 'failed'>;
  readonly mayInspect: boolean;
}

function Page({ stats, state, gaps, mayInspect }: PageProps) {
  const mayCheck = useMay('database:check');
  const now = useNow(1_000);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.view} data-old={state.failed} aria-label={text.nav.monitor} tabIndex={0}>
      <div className={styles.page}>
        <HealthLine stats={stats} state={state} />
        <Delivery stats={stats} />
        <Charts />
        <Alerts />
        {mayCheck && <DatabaseCheck findings={stats.preflight} />}
        {mayInspect && <GapsPanel report={gaps.value} failed={gaps.failed} />}
        {mayInspect && <Clients />}
        <div className={styles.panels}>
          <div className={styles.column}>
            <FeedPanel stats={stats} />
            <ClientsPanel stats={stats} />
            <GuardPanel stats={stats} />
            <ReplicaPanel replica={stats.replica} />
          </div>
          <div className={styles.column}>
            <LogPanel stats={stats} report={gaps.value} />
            <AuditPanel stats={stats} now={now} />
            <TrafficPanel stats={stats} />
          </div>
          <div className={styles.column}>
            <ServerPanel stats={stats} />
            <CountersPanel stats={stats} />
            {stats.bus !== null && <BusPanel bus={stats.bus} serverId={stats.server.id} />}
          </div>
        </div>
        <Incidents incidents={stats.feed.incidents} />
        {mayInspect && <Errors />}
        {mayInspect && <DiagnosticsButton />}
      </div>
    </section>
  );
}

function Alerts() {
  const { value, failed } = useAlerts();
  return <AlertsPanel list={value} failed={failed} />;
}

function Clients() {
  const { value, failed } = useClients();
  return <ClientsTable list={value} failed={failed} />;
}

function Errors() {
  const { value, failed } = useErrors();
  return <ErrorsPanel list={value} failed={failed} />;
}

const HEALTH_ICONS = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconCircleX };

function HealthLine({ stats, state }: { readonly stats: Stats; readonly state: Polled<Stats> }) {
  const { clock } = useLiveConsole();
  const { tone, sentence } = healthSentence(stats, clock.now());
  const Icon = HEALTH_ICONS[tone];
  return (
    <header className={styles.health}>
      <Icon size={24} stroke={1.75} aria-hidden className={styles[tone]} />
      <div>
        <p className={styles.sentence}>{sentence}</p>
        {stats.status.problem !== null && <p className={styles.problem}>{stats.status.problem}</p>}
        <p className={styles.note}>{state.failed ? words.old(formatSpan(clock.monotonic() - state.at)) : words.asOf}</p>
      </div>
    </header>
  );
}

function Delivery({ stats: { status } }: { readonly stats: Stats }) {
  const { lagMs } = status;
  return (
    <Figures>
      <Figure name={`${words.lag} ${words.p50}`} explanation={explain.p50} {...split(lagMs?.p50 ?? null)} />
      <Figure name={`${words.lag} ${words.p95}`} explanation={explain.p95} {...split(lagMs?.p95 ?? null)} />
      <Figure name={`${words.lag} ${words.p99}`} explanation={explain.p99} {...split(lagMs?.p99 ?? null)} />
      <Figure
        name={words.changes}
        explanation={explain.changes}
        value={formatNumber(status.changesPerMinute)}
        unit={words.perMinute}
      />
      <Figure name={words.poll} explanation={explain.poll} {...split(status.pollMs)} />
      <Figure name={words.gaps} explanation={explain.gaps} value={formatNumber(status.gaps)} />
      <Figure name={words.dataAge} explanation={explain.dataAge} {...split(status.dataAgeMs)} />
      <Figure name={words.clientsTotal} explanation={explain.clientsTotal} value={formatNumber(status.clients)} />
    </Figures>
  );
}

/** A time as a figure and its unit. */
function split(ms: number | null): { readonly value: string; readonly unit?: string } {
  if (ms === null) return { value: text.empty };
  const [value = text.empty, unit = ''] = formatMs(ms).split(' ');
  return { value, unit };
}

function NoFigures({ failed }: { readonly failed: boolean }) {
  if (failed) {
    return (
      <div className={styles.empty}>
        <EmptyState icon={<IconPlugConnectedX size={22} />} title={words.failed} hint={words.failedHint} />
      </div>
    );
  }
  return (
    <div className={styles.view}>
      <div className={styles.page} role="status" aria-label={words.loading}>
        <Skeleton height={24} width="50%" />
        <Skeleton height={80} />
        <Skeleton height={240} />
      </div>
    </div>
  );
}
