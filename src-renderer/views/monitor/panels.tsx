import type { Stats } from '../../../src-shared/rest-api.ts';
import type { GapReport } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { formatAge, formatBytes, formatMs, formatNumber, formatSpan } from '../../ui/format.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { type Fact, Facts, Panel } from './facts.tsx';
import { Readers } from './readers.tsx';

const words = text.monitor;
const { explain } = words;

/** `live 3, catching-up 1`, without the zeros. */
function listed(counters: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counters).filter(([, count]) => count > 0);
  return parts.length === 0 ? words.none : parts.map(([name, count]) => `${name} ${formatNumber(count)}`).join(', ');
}

function binlogOf({ state, reason }: Stats['binlog']): string {
  const told = words.binlogStates[state];
  return reason === null ? told : `${told}: ${words.binlogReasons[reason]}`;
}

export function FeedPanel({ stats: { status, feed, binlog } }: { readonly stats: Stats }) {
  const isLive = status.feed === 'live';
  return (
    <Panel title={words.sections.feed}>
      <Facts
        facts={[
          {
            name: words.feedState,
            explanation: explain.feedState,
            value: words.feedStates[status.feed],
            tone: isLive ? 'plain' : 'bad',
          },
          { name: words.database, explanation: explain.database, value: status.database ?? text.empty },
          { name: words.binlog, explanation: explain.binlog, value: binlogOf(binlog) },
          { name: words.head, explanation: explain.head, value: formatNumber(feed.head) },
          { name: words.gaps, explanation: explain.gaps, value: formatNumber(feed.gaps) },
          {
            name: words.oldestGap,
            explanation: explain.oldestGap,
            value: feed.oldestGapMs === null ? words.noGap : formatAge(feed.oldestGapMs),
          },
          { name: words.watched, explanation: explain.watched, value: formatNumber(feed.watchedIds) },
          {
            name: words.epoch,
            explanation: explain.epoch,
            value: <span className="mono">{feed.epoch ?? text.empty}</span>,
          },
        ]}
      />
    </Panel>
  );
}

export function AuditPanel({ stats: { audit }, now }: { readonly stats: Stats; readonly now: number }) {
  const age =
    audit.lastAt === null ? null : words.auditChecked(formatSpan(Math.max(0, now - Date.parse(audit.lastAt))));
  const result = audit.lastResult === null ? words.never : words.auditResult[audit.lastResult];
  const tone = audit.lastResult === 'failed' ? 'bad' : audit.lastResult === 'drift' ? 'warn' : 'plain';
  return (
    <Panel title={words.audit}>
      <Facts
        facts={[
          {
            name: words.auditLast,
            explanation: explain.auditLast,
            value: [result, age].filter((part) => part !== null).join(', '),
            tone,
          },
          {
            name: words.auditOrders,
            explanation: explain.auditOrders,
            value: audit.orders === null ? text.empty : formatNumber(audit.orders),
          },
          {
            name: words.auditTook,
            explanation: explain.auditTook,
            value: audit.durationMs === null ? text.empty : formatMs(audit.durationMs),
          },
          { name: words.auditDrifts, explanation: explain.auditDrifts, value: formatNumber(audit.driftsFound) },
        ]}
      />
    </Panel>
  );
}

interface LogPanelProps {
  readonly stats: Stats;
  readonly report: GapReport | null;
}

export function LogPanel({ stats: { log, server }, report }: LogPanelProps) {
  const { lastCleanup } = log;
  const cleanup: Fact[] =
    lastCleanup === null
      ? [{ name: words.cleanup, explanation: explain.cleanup, value: words.never }]
      : [
          { name: words.cleanup, explanation: explain.cleanup, value: <TimeLabel iso={lastCleanup.at} /> },
          {
            name: words.cleanedRows,
            explanation: explain.cleanedRows,
            value: words.cleanedCounts(lastCleanup.marked, lastCleanup.deleted),
          },
        ];
  return (
    <Panel title={words.sections.log}>
      <Facts
        facts={[
          { name: words.rows, explanation: explain.rows, value: rowsOf(report) },
          {
            name: words.retention,
            explanation: explain.retention,
            value: words.rowCount(formatNumber(log.retentionRows)),
          },
          { name: words.leader, explanation: explain.leader, value: log.leader ? words.leaderYes : words.leaderNo },
          ...partitionFacts(log.partitions),
          ...cleanup,
        ]}
      />
      <Readers readers={log.readers} serverId={server.id} />
    </Panel>
  );
}

function partitionFacts(partitions: Stats['log']['partitions']): Fact[] {
  // Servers that do not lead know of none.
  if (partitions === null || (partitions.count === null && partitions.problem === null)) return [];
  const { state, count, dropped, problem } = partitions;
  const states = words.partitionStates;
  const value = {
    working: states.working(formatNumber(count ?? 0), formatNumber(dropped)),
    waiting: states.waiting,
    failed: states.failed(problem ?? ''),
  }[state];
  return [{ name: words.partitions, explanation: explain.partitions, value }];
}

function rowsOf(report: GapReport | null): string {
  if (report === null || report.rows === null) return text.empty;
  const rows = formatNumber(report.rows);
  return words.rowCount(report.rowsAtLeast ? `> ${rows}` : rows);
}

export function ClientsPanel({ stats: { clients } }: { readonly stats: Stats }) {
  return (
    <Panel title={words.sections.clients}>
      <Facts
        facts={[
          { name: words.clientsTotal, explanation: explain.clientsTotal, value: formatNumber(clients.total) },
          { name: words.byProtocol, explanation: explain.byProtocol, value: listed(clients.byProtocol) },
          { name: words.byState, explanation: explain.byState, value: listed(clients.byState) },
          { name: words.demotions, explanation: explain.demotions, value: formatNumber(clients.demotions) },
          { name: words.tooSlow, explanation: explain.tooSlow, value: formatNumber(clients.closedTooSlow) },
        ]}
      />
    </Panel>
  );
}

export function ServerPanel({ stats: { server, pool } }: { readonly stats: Stats }) {
  return (
    <Panel title={words.sections.server}>
      <Facts
        facts={[
          { name: words.version, explanation: explain.version, value: server.version },
          { name: words.uptime, explanation: explain.uptime, value: formatSpan(server.uptimeSeconds * 1_000) },
          { name: words.memory, explanation: explain.memory, value: formatBytes(server.rssBytes) },
          { name: words.heap, explanation: explain.heap, value: formatBytes(server.heapUsedBytes) },
          { name: words.pool, explanation: explain.pool, value: words.poolOf(pool.inUse, pool.open, pool.limit) },
          {
            name: words.waiting,
            explanation: explain.waiting,
            value: formatNumber(pool.waiting),
            tone: pool.waiting > 0 ? 'warn' : 'plain',
          },
        ]}
      />
    </Panel>
  );
}

export function GuardPanel({ stats: { guard } }: { readonly stats: Stats }) {
  const names = ['connections', 'strangers', 'refused', 'ended', 'rateLimited', 'guessesWrong', 'guessesHeld'] as const;
  return (
    <Panel title={words.sections.guard} explanation={words.guard.explanation}>
      <Facts
        facts={names.map((name) => ({
          name: words.guard.names[name],
          explanation: words.guard.explain[name],
          value: formatNumber(guard[name]),
        }))}
      />
    </Panel>
  );
}

export function CountersPanel({ stats: { feed } }: { readonly stats: Stats }) {
  const counters = Object.entries(feed.counters);
  if (counters.length === 0) return null;
  return (
    <Panel title={words.sections.counters}>
      <Facts
        facts={counters.map(([name, count]) => ({
          name: words.counterNames[name] ?? name,
          explanation: explain.counters[name] ?? explain.counter,
          value: formatNumber(count),
        }))}
      />
    </Panel>
  );
}
