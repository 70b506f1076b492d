import 'uplot/dist/uPlot.min.css';
import { memo, useMemo, useState } from 'react';
import { text } from '../../strings.ts';
import { clockOf } from '../../ui/time.ts';
import styles from './chart.module.css';
import { chartData, type Line, minuteRows } from './chart-data.ts';
import { Explained } from './explained.tsx';
import { type ChartSettings, useChart } from './use-chart.ts';

interface ChartProps {
  readonly title: string;
  readonly explanation: string;
  readonly settings: ChartSettings;
  /** Milliseconds since 1970, ascending. */
  readonly at: readonly number[];
  readonly lines: readonly Line[];
}

const MINUTES_SHOWN = 60;

/** One hour of a figure: drawn, with its values now or under the cursor, and the same as a table. */
export const Chart = memo(function Chart({ title, explanation, settings, at, lines }: ChartProps) {
  const data = useMemo(() => chartData(at, lines), [at, lines]);
  const { box, index } = useChart(settings, data);
  const [times, ...columns] = data;
  const shown = index ?? times.length - 1;
  const time = times[shown];
  const value = (line: number): string => {
    const found = columns[line]?.[shown] ?? null;
    return found === null ? text.empty : settings.format(found);
  };
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <Explained name={title} explanation={explanation} />
        </h2>
        <span className={styles.time}>{time === undefined ? text.empty : clockOf(time * 1_000)}</span>
      </header>
      <dl className={styles.legend}>
        {settings.lines.map(({ name, colour, dash }, line) => (
          <div key={name}>
            <dt>
              <svg width={16} height={8} aria-hidden>
                <line
                  x1={0}
                  y1={4}
                  x2={16}
                  y2={4}
                  stroke={`var(${colour})`}
                  strokeWidth={2}
                  strokeDasharray={dash?.join(' ')}
                />
              </svg>
              {name}
            </dt>
            <dd>{value(line)}</dd>
          </div>
        ))}
      </dl>
      <div ref={box} className={styles.box} aria-hidden />
      <AsTable title={title} settings={settings} at={at} lines={lines} />
    </section>
  );
});

function AsTable({ title, settings, at, lines }: Omit<ChartProps, 'explanation'>) {
  const [open, setOpen] = useState(false);
  const words = text.monitor.chart;
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.asTable}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.rows} tabIndex={0} aria-label={words.tableOf(title)}>
          <table>
            <caption className="spoken">{words.caption(title)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.minute}</th>
                {settings.lines.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {minuteRows(at, lines, MINUTES_SHOWN).map(({ start, values }) => (
                <tr key={start}>
                  <th scope="row">{clockOf(start).slice(0, 5)}</th>
                  {values.map((value, line) => (
                    <td key={settings.lines[line]?.name}>{value === null ? text.empty : settings.format(value)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
