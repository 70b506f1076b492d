import { describe, expect, it } from 'vitest';
import { StatsRecorder } from '../../src-main/feed/stats-recorder.ts';
import { appendHistory } from '../../src-renderer/views/monitor/append-history.ts';
import { alonePoints, chartData, minuteRows } from '../../src-renderer/views/monitor/chart-data.ts';
import { MINUTE_MS, SAMPLE_MS, SAMPLES_KEPT } from '../../src-shared/stats-history.ts';
import { QUIET_GAUGES } from '../support/empty-history.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('the history a page keeps', () => {
  it("[MON-10] is the server's, however it was fetched, and never more than an hour", async () => {
    const clock = new FakeClock();
    const stats = new StatsRecorder({ serverId: 'a', clock, now: () => clock.now(), gauges: () => QUIET_GAUGES });
    await stats.start();
    let kept = appendHistory(null, stats.read(undefined));
    for (let round = 0; round < 400; round++) {
      clock.advance(SAMPLE_MS * (1 + (round % 4)));
      kept = appendHistory(kept, stats.read(kept.next));
    }
    expect(kept.samples).toEqual(stats.read(undefined).samples);
    expect(kept.samples.at).toHaveLength(SAMPLES_KEPT);
    const other = new StatsRecorder({ serverId: 'b', clock, now: () => clock.now(), gauges: () => QUIET_GAUGES });
    expect(appendHistory(kept, other.read(kept.next)).samples.at).toEqual([]);
    await stats.stop();
  });
});

describe('what a chart draws', () => {
  it('[MON-11] a hole in the measurements is a hole in the line, and times only go forward', () => {
    expect(chartData([1_000, 6_000, 60_000], [[1, 2, 3]])).toEqual([
      [1, 6, 11, 60],
      [1, 2, null, 3],
    ]);
    expect(chartData([50_000, 55_000, 10_000, 15_000], [[1, 2, 3, null]])).toEqual([
      [10, 15],
      [3, null],
    ]);
    expect(chartData([], [[], []])).toEqual([[], [], []]);
  });

  it('[MON-12] the table has the highest value of each minute, newest first', () => {
    const at = [0, 30_000, MINUTE_MS, MINUTE_MS + 5_000, 3 * MINUTE_MS];
    const lines = [[1, 5, 2, null, null]];
    expect(minuteRows(at, lines, 60)).toEqual([
      { start: 3 * MINUTE_MS, values: [null] },
      { start: MINUTE_MS, values: [2] },
      { start: 0, values: [5] },
    ]);
    expect(minuteRows(at, lines, 1)).toHaveLength(1);
  });

  it('[MON-13] a value between two holes is a point, since it makes no line', () => {
    expect(alonePoints([1, null, 2, 3, null, 0, undefined, 4])).toEqual([0, 5, 7]);
    expect(alonePoints([])).toEqual([]);
  });
});
