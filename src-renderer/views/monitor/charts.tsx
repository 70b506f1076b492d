import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { text } from '../../strings.ts';
import { formatBytes, formatMs, formatNumber } from '../../ui/format.ts';
import { Chart } from './chart.tsx';
import styles from './charts.module.css';
import type { ChartSettings } from './use-chart.ts';
import { useHistory } from './use-stats.ts';

const words = text.monitor;
const perSecond = (value: number) => words.chart.perSecond(formatNumber(Math.round(value)));

// Differences of a line are told by its dashes too, not by colour alone.
const LAG: ChartSettings = {
  lines: [
    { name: words.p99, colour: '--accent-text' },
    { name: words.p95, colour: '--text-2', dash: [6, 3] },
    { name: words.p50, colour: '--text-3', dash: [2, 3] },
  ],
  format: formatMs,
  least: 20,
};
const CHANGES: ChartSettings = {
  lines: [{ name: words.changes, colour: '--accent-text' }],
  format: perSecond,
  least: 5,
};
const MEMORY: ChartSettings = {
  lines: [
    { name: words.memory, colour: '--accent-text' },
    { name: words.heap, colour: '--text-2', dash: [6, 3] },
  ],
  format: formatBytes,
  least: 10e6,
};
const CLIENTS: ChartSettings = {
  lines: [
    { name: words.clientsTotal, colour: '--accent-text' },
    { name: words.gaps, colour: '--text-2', dash: [6, 3] },
  ],
  format: (value) => (Number.isInteger(value) ? formatNumber(value) : ''),
  least: 4,
};

/** The last hour by the server's own measurements. Asks for what is new only while this is open and visible. */
export function Charts() {
  const { value } = useHistory();
  const samples = value?.samples ?? null;
  const lines = useMemo(
    () =>
      samples === null
        ? null
        : {
            lag: [samples.lagP99, samples.lagP95, samples.lagP50],
            changes: [samples.changesPerSecond],
            memory: [samples.rssBytes, samples.heapBytes],
            clients: [samples.clients, samples.gaps],
          },
    [samples],
  );
  if (samples === null || lines === null) return <Skeleton height={280} />;
  const { at } = samples;
  return (
    <div className={styles.charts}>
      <Chart title={words.chart.lag} explanation={words.explain.lag} settings={LAG} at={at} lines={lines.lag} />
      <Chart
        title={words.chart.changes}
        explanation={words.explain.changes}
        settings={CHANGES}
        at={at}
        lines={lines.changes}
      />
      <Chart
        title={words.chart.memory}
        explanation={words.explain.memory}
        settings={MEMORY}
        at={at}
        lines={lines.memory}
      />
      <Chart
        title={words.chart.clients}
        explanation={words.explain.clientsAndGaps}
        settings={CLIENTS}
        at={at}
        lines={lines.clients}
      />
    </div>
  );
}
