import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { clockOf } from '../../ui/time.ts';
import { alonePoints, type ChartData } from './chart-data.ts';

export interface ChartLine {
  readonly name: string;
  /** Name of a token in tokens.css. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

export interface ChartSettings {
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
  /** The least that the top of the scale stands for, so that noise does not look like a mountain. */
  readonly least: number;
}

const HEIGHT = 168;
const HOUR_S = 3_600;
const FONT = '12px "Inter Variable", system-ui, sans-serif';
/** The cursor of all charts moves together. */
const SYNC = 'monitor';

/**
 * A chart in the element it returns: made once, given new data, redrawn when the theme or the width changes, and taken
 * away with the view.
 *
 * @returns the element to draw in, and the place in the data under the cursor (`null`: none)
 */
export function useChart(
  settings: ChartSettings,
  data: ChartData,
): { readonly box: RefObject<HTMLDivElement | null>; readonly index: number | null } {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [index, setIndex] = useState<number | null>(null);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const made = new uPlot(optionsOf(settings, current, setIndex), [[], ...settings.lines.map(() => [])], current);
    chart.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    sizes.observe(current);
    // Colours are asked for at each drawing, so another theme only has to draw once more.
    const themes = new MutationObserver(() => made.redraw(false, true));
    themes.observe(document.documentElement, { attributes: true });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [settings]);
  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);
  return { box, index };
}

/** A value between two holes makes no line: it is drawn as a point. */
const alone: uPlot.Series.Points.Filter = (chart, line) => alonePoints(chart.data[line] ?? []);

function optionsOf(
  { lines, format, least }: ChartSettings,
  box: HTMLElement,
  onIndex: (index: number | null) => void,
): uPlot.Options {
  const token = (name: string) => getComputedStyle(box).getPropertyValue(name).trim();
  const grid = { stroke: () => token('--line'), width: 1 };
  const axis = { stroke: () => token('--text-2'), font: FONT, grid, ticks: { ...grid, size: 4 } };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: { range: (_chart, _min, max) => [(max ?? 0) - HOUR_S, max ?? 0] },
      y: { range: (_chart, _min, max) => [0, Math.max(least, (max ?? 0) * 1.1)] },
    },
    axes: [
      { ...axis, size: 28, space: 72, values: (_chart, at) => at.map((time) => clockOf(time * 1_000).slice(0, 5)) },
      { ...axis, size: 60, space: 32, values: (_chart, values) => values.map((value) => format(value)) },
    ],
    series: [
      {},
      ...lines.map(
        ({ name, colour, dash }): uPlot.Series => ({
          label: name,
          stroke: () => token(colour),
          width: 1.5,
          points: { show: true, size: 4, filter: alone },
          ...(dash === undefined ? {} : { dash: [...dash] }),
        }),
      ),
    ],
    hooks: { setCursor: [(chart) => onIndex(chart.cursor.idx ?? null)] },
  };
}
