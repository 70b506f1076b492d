import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { text } from '../../strings.ts';
import { formatNumber } from '../../ui/format.ts';
import { minuteOf } from '../../ui/time.ts';
import type { HourOfChanges } from './hour.ts';
import styles from './hour-chart.module.css';

const words = text.wallboard;
/** Room for the first and the last bar, in seconds. */
const HALF_BAR_S = 40;

/** The changes of the last hour, minute by minute. `null`: not known yet. */
export function HourChart({ hour }: { readonly hour: HourOfChanges | null }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[], []]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const draw = (): void => {
      chart.current?.destroy();
      chart.current = element.clientWidth < 40 ? null : new uPlot(optionsOf(element), data.current, element);
    };
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    data.current = hour === null ? [[], []] : [[...hour.at], [...hour.changes]];
    chart.current?.setData(data.current);
  }, [hour]);
  const summary = hour === null ? words.noHour : summaryOf(hour);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>{words.hour}</figcaption>
      <div ref={place} className={styles.chart} role="img" aria-label={summary} />
    </figure>
  );
}

function summaryOf({ changes }: HourOfChanges): string {
  const total = changes.reduce((sum, count) => sum + count, 0);
  return words.hourSummary(total, Math.max(0, ...changes));
}

/** Bars in the accent colour; the sizes follow the screen. */
function optionsOf(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const size = Math.round(Number.parseFloat(style.fontSize));
  const font = `${size}px ${style.fontFamily}`;
  const axis: uPlot.Axis = { font, stroke: colour('--text-2'), ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.7, size * 2] });
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [size / 2, size, 0, 0],
    scales: {
      x: { time: false, range: (_, min, max) => [min - HALF_BAR_S, max + HALF_BAR_S] },
      y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: size * 1.8,
        gap: size / 3,
        grid: { show: false },
        splits: (_, __, min, max) => quarterHours(min, max),
        values: (_, splits) => splits.map((at) => minuteOf(at * 1_000)),
      },
      {
        ...axis,
        size: size * 4,
        gap: size / 2,
        space: size * 2.2,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
        grid: { stroke: colour('--line'), width: 1 },
        values: (_, splits) => splits.map((count) => formatNumber(count)),
      },
    ],
    series: [
      {},
      { fill: colour('--accent'), width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) },
    ],
  };
}

/** The quarters of an hour between two moments, in seconds since 1970. */
function quarterHours(min: number, max: number): number[] {
  const found: number[] = [];
  for (let at = Math.ceil(min / 900) * 900; at <= max; at += 900) found.push(at);
  return found;
}
