import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CommitStreamListener, StreamEnd } from '../../src-main/feed/commit-stream.ts';
import { HintPace } from '../../src-main/feed/hint-pace.ts';
import { pollPace } from '../../src-main/feed/poll-pace.ts';
import { WakeHint } from '../../src-main/feed/wake-hint.ts';
import { judgeBinlog } from '../../src-main/mysql/binlog-access.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { pollerRig } from '../support/poller-rig.ts';

/** The hint over a stream that the test plays. */
function hintRig({ canary = async () => true } = {}) {
  const clock = new FakeClock();
  const incidents: string[] = [];
  const played = { listener: null as CommitStreamListener | null, opened: 0, closed: 0, bytesRead: 0 };
  const hint = new WakeHint({
    streams: {
      open(listener) {
        played.opened++;
        played.listener = listener;
        return {
          get bytesRead() {
            return played.bytesRead;
          },
          close: () => played.closed++,
        };
      },
    },
    canary,
    incidents: { record: (code) => incidents.push(code) },
    clock,
    random: () => 0.5,
  });
  const listener = () => {
    if (played.listener === null) throw new Error('nothing was opened');
    return played.listener;
  };
  return {
    clock,
    hint,
    played,
    incidents,
    listener,
    /** Time passes; the other side gives a sign of life every second unless it is dead. */
    async pass(ms: number, alive = true): Promise<void> {
      for (let passed = 0; passed < ms; passed += 100) {
        if (alive && passed % 1_000 === 0) played.bytesRead += 40;
        clock.advance(100);
        await nextTurn();
      }
    },
    async trusted(): Promise<void> {
      await hint.start();
      listener().opened();
      await nextTurn();
      listener().committed();
    },
  };
}

describe('the wake-up hint', () => {
  it('[HINT-1] reads at once when it was at rest, and makes a burst a few reads', () => {
    const clock = new FakeClock();
    let reads = 0;
    let next = Number.POSITIVE_INFINITY;
    const round = (found: boolean) => {
      reads++;
      pace.started(clock.monotonic());
      clock.advance(1);
      next = clock.monotonic() + pace.ended(found, clock.monotonic());
    };
    const pace = new HintPace(clock, 25, () => round(true));
    pace.hinted();
    expect(reads).toBe(1);
    for (let ms = 0; ms < 100; ms++) {
      for (let i = 0; i < 10; i++) pace.hinted();
      clock.advance(1);
    }
    // A round of 1 ms and a pause of four times that.
    expect(Math.abs(reads - clock.monotonic() / 5)).toBeLessThanOrEqual(1);
    // Hints that are about something else become as rare as polling, and then end.
    round(true);
    pace.hinted();
    const empty: number[] = [];
    while (Number.isFinite(next) && empty.length < 100) {
      empty.push(next - clock.monotonic());
      clock.advance(next - clock.monotonic());
      round(false);
    }
    expect(empty).toEqual([4, 4, 4, 16]);
  });

  it('[HINT-10] looking again after a change delays no later hint, and hints in vain make each other rare', () => {
    const clock = new FakeClock();
    let reads = 0;
    const pace = new HintPace(clock, 25, () => reads++);
    /** A round of 1 ms. @returns the pause after it */
    const round = (found: boolean) => {
      pace.started(clock.monotonic());
      clock.advance(1);
      return pace.ended(found, clock.monotonic());
    };
    pace.hinted();
    expect(reads).toBe(1);
    expect(round(true)).toBe(4);
    // Reads that only look again: the last one is followed by a long pause.
    for (const pauseMs of [1, 4, 16]) {
      clock.advance(4);
      expect(round(false)).toBe(Math.max(4, pauseMs));
    }
    // A change during that pause is read as soon as the cost of reading allows.
    clock.advance(2);
    pace.hinted();
    clock.advance(1);
    expect(reads).toBe(1);
    clock.advance(1);
    expect(reads).toBe(2);
    // Hints about other tables, each with its own read in vain.
    const pauses: number[] = [];
    for (let i = 0; i < 4; i++) {
      pauses.push(round(false));
      pace.hinted();
      clock.advance(25);
    }
    expect(pauses).toEqual([1, 4, 16, 25]);
    expect(reads).toBe(6);
  });

  it('[HINT-2] a hint during a round asks for one more, and none shortens the wait after a failure', () => {
    const clock = new FakeClock();
    let reads = 0;
    const pace = new HintPace(clock, 25, () => reads++);
    pace.started(0);
    clock.advance(1);
    pace.hinted();
    expect(reads).toBe(0);
    expect(pace.ended(true, 1)).toBe(4);
    // The round that fails has no end.
    pace.started(5);
    clock.advance(100);
    pace.hinted();
    clock.advance(100);
    expect(reads).toBe(0);
  });

  it('[HINT-3] with a hint that is trusted the reader looks by itself at least every 400 ms', () => {
    const settings = { busyMs: 25, watchedMs: 50, idleMs: 500 };
    const input = { more: false, emptyReads: 0, watched: true, gapsOpen: false, readMs: 2, hinted: true };
    expect(pollPace(input, settings)).toBe(400);
    expect(pollPace({ ...input, gapsOpen: true }, settings)).toBe(200);
    expect(pollPace({ ...input, watched: false }, settings)).toBe(500);
    expect(pollPace({ ...input, more: true }, settings)).toBe(0);
    expect(pollPace(input, { ...settings, idleMs: 60_000 })).toBe(400);
    expect(pollPace({ ...input, hinted: false }, settings)).toBe(23);
  });

  it('[HINT-4] is trusted once a write of our own was told, and no longer when the next one is not', async () => {
    const { hint, listener, pass, incidents } = hintRig();
    await hint.start();
    expect(hint.stats.state).toBe('connecting');
    listener().opened();
    await pass(500);
    expect(hint.stats.state).toBe('proving');
    expect(hint.isTrusted).toBe(false);
    listener().committed();
    expect(hint.isTrusted).toBe(true);
    await pass(29_000);
    expect(hint.isTrusted).toBe(true);
    await pass(4_000);
    expect(hint.stats).toMatchObject({ state: 'doubted', reason: 'deaf' });
    listener().committed();
    expect(hint.isTrusted).toBe(true);
    await pass(1_000);
    expect(incidents).toEqual(['hint-lost', 'hint-back']);
    await hint.stop();
  });

  it('[HINT-11] trusted by a word that came before the answer to the write, its loss is told at once', async () => {
    const { hint, listener, incidents } = hintRig();
    await hint.start();
    listener().opened();
    listener().committed();
    await nextTurn();
    expect(hint.isTrusted).toBe(true);
    listener().ended({ reason: 'lost', problem: 'It was killed.', repair: null });
    expect(incidents).toEqual(['hint-lost']);
    await hint.stop();
  });

  it('[HINT-5] is not relied on for five minutes after a change that it had not told', async () => {
    const { clock, hint, listener, pass, trusted } = hintRig();
    await trusted();
    await pass(1_000);
    // Told a moment later: that is how it comes under load.
    hint.found(clock.monotonic() - 400);
    clock.advance(100);
    listener().committed();
    await pass(1_000);
    expect(hint.isTrusted).toBe(true);
    // What was committed before it was opened is not its business.
    hint.found(-1);
    await pass(1_000);
    expect(hint.isTrusted).toBe(true);
    hint.found(clock.monotonic() - 400);
    await pass(300);
    expect(hint.stats).toMatchObject({ state: 'doubted', reason: 'missed', missed: 1 });
    for (let seconds = 1; seconds <= 301; seconds++) {
      await pass(1_000);
      listener().committed();
      if (seconds < 299) expect(hint.isTrusted).toBe(false);
    }
    expect(hint.isTrusted).toBe(true);
    await hint.stop();
  });

  it('[HINT-6] gives up a stream of which nothing is heard, and opens another', async () => {
    const { hint, played, incidents, pass, trusted } = hintRig();
    await trusted();
    await pass(2_000);
    await pass(3_500, false);
    expect(hint.isTrusted).toBe(false);
    expect(played.closed).toBe(1);
    expect(incidents).toEqual(['hint-lost']);
    await pass(1_500);
    expect(played.opened).toBe(2);
    expect(hint.stats.losses).toBe(1);
    await hint.stop();
    expect(played.closed).toBe(2);
  });

  it('[HINT-7] tries again later what an administrator has to change, or when asked to', async () => {
    const { hint, listener, played, pass } = hintRig();
    const obstacle: StreamEnd = { reason: 'no-right', problem: 'You need more.', repair: 'GRANT more' };
    await hint.start();
    listener().ended(obstacle);
    await pass(59_000);
    expect(played.opened).toBe(1);
    expect(hint.stats).toMatchObject({
      state: 'unavailable',
      reason: 'no-right',
      problem: 'You need more.',
      losses: 0,
    });
    expect(hint.obstacle).toBe(obstacle);
    hint.lookAgain();
    expect(played.opened).toBe(2);
    listener().ended(obstacle);
    await pass(61_000);
    expect(played.opened).toBe(3);
    await hint.stop();
  });

  it('[HINT-8] a hint that tells nothing costs half a second, never a change', async () => {
    const lying = { isTrusted: true, found: () => undefined, subscribe: () => () => undefined };
    const rig = pollerRig({}, undefined, { hint: lying, isWatched: () => true });
    await rig.poller.start();
    await rig.pass(1_000);
    rig.insert('Ada');
    await rig.pass(450);
    expect(rig.names()).toEqual(['Ada']);
    await rig.stop();
  });

  it('[HINT-9] needs a binary log that holds rows', () => {
    expect(judgeBinlog(new Map([['log_bin', 'OFF']]))?.reason).toBe('no-binlog');
    expect(judgeBinlog(new Map())?.reason).toBe('no-binlog');
    const format = (value: string) =>
      judgeBinlog(
        new Map([
          ['log_bin', 'ON'],
          ['binlog_format', value],
        ]),
      )?.reason;
    expect(['ROW', 'MIXED', 'STATEMENT'].map(format)).toEqual([undefined, undefined, 'statement-format']);
  });
});
