import { createStore } from 'zustand/vanilla';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Clock, Timer } from '../../connection/clock.ts';
import { newestFirst, type RecentChanges, type RecentEntry } from '../../store/recent-changes.ts';
import { type ActivityFilter, EVERYTHING, matcherOf } from './activity-filter.ts';
import { type ActivityLine, hasHoleBelow, lineOf, lineOfChange, unbroken } from './activity-line.ts';
import type { ReadActivityPage } from './activity-pages.ts';
import { type IsKnown, readTail, type TailPlace } from './activity-tail.ts';

/** The list is drawn anew at most this often, in milliseconds. */
const EVERY_MS = 200;
/** So many lines are kept while new ones come; what falls off is read again from the server when it is asked for. */
const LIVE_LINES = 5_000;
/** Of what was asked for by hand so many are kept at most. */
const MOST_LINES = 50_000;
/** A rare match is not looked for in more pages than this without being asked again. */
const PAGES_AT_ONCE = 25;

export type OlderState = 'idle' | 'loading' | 'failed' | 'unfound' | 'end';

export interface ActivityState {
  /** Newest first. */
  readonly lines: readonly ActivityLine[];
  readonly filter: ActivityFilter;
  readonly paused: boolean;
  /** Changes that came and are not listed yet, because the list stands still. */
  readonly waiting: number;
  readonly older: OlderState;
  /** Changes that did not fit in memory while the list stood still, as far as they were read from the server by now. */
  readonly bridge: { readonly read: number; readonly done: boolean } | null;
}

export interface ActivityFeedOptions {
  readonly recent: () => RecentChanges;
  readonly readPage: ReadActivityPage;
  readonly clock: Clock;
}

/**
 * The list of changes: what comes over the feed above, what the server keeps below, joined without gap or repeat. It
 * stands still while paused or while somebody looks further down; what comes meanwhile is counted and shown later.
 * Where more came than is kept in memory, the list begins anew with the newest and the rest is read from the server.
 */
export class ActivityFeed {
  readonly state = createStore<ActivityState>()(() => ({
    lines: [],
    filter: EVERYTHING,
    paused: false,
    waiting: 0,
    older: 'idle',
    bridge: null,
  }));
  readonly #options: ActivityFeedOptions;
  #away = false;
  #ids = new Set<number>();
  #matches = matcherOf(EVERYTHING);
  /** What has come is listed up to here, and has been looked at up to there. */
  #shownTo = 0;
  #seenTo = 0;
  /** Highest change id that ever came, and what it was when the list was last brought up to date. */
  #highest = 0;
  #ceiling = 0;
  /** Ids below the ceiling that came since: their transactions took longer than others. */
  #late = new Set<number>();
  #keep = LIVE_LINES;
  #place: TailPlace = { kind: 'top' };
  #reading: AbortController | null = null;
  #timer: Timer | null = null;
  #freeAt = Number.NEGATIVE_INFINITY;
  #wasOpen = false;

  constructor(options: ActivityFeedOptions) {
    this.#options = options;
  }

  /** Also once it was stopped: what was listed is there again, below what came meanwhile. */
  start(): void {
    const { first } = this.#options.recent();
    if (this.#wasOpen && first <= this.#shownTo) {
      this.#take();
      this.#resume();
    } else this.#beginAnew();
    this.#wasOpen = true;
    if (this.#place.kind === 'top' && this.state.getState().lines.length < LIVE_LINES) void this.loadOlder();
  }

  /** Nobody looks any more: costs nothing from here on but the memory of what is listed. */
  stop(): void {
    this.#giveUp();
    this.#away = false;
    this.#keep = LIVE_LINES;
    this.state.setState(({ lines, older }) => ({
      lines: this.#trimmed([...lines]),
      paused: false,
      older: older === 'loading' ? 'idle' : older,
      bridge: null,
    }));
  }

  #giveUp(): void {
    this.#reading?.abort();
    this.#reading = null;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Something came. */
  changed(): void {
    if (this.#timer !== null) return;
    const { clock } = this.#options;
    const run = (): void => {
      this.#timer = null;
      this.#freeAt = clock.monotonic() + EVERY_MS;
      this.#take();
    };
    const wait = this.#freeAt - clock.monotonic();
    if (wait <= 0) run();
    else this.#timer = clock.after(wait, run);
  }

  /** Shows what is there now for another filter, from the newest on. */
  setFilter(filter: ActivityFilter): void {
    this.#matches = matcherOf(filter);
    this.state.setState({ filter });
    this.#beginAnew();
    void this.loadOlder();
  }

  setPaused(paused: boolean): void {
    this.#take();
    this.state.setState({ paused });
    if (!this.#isStill) this.#resume();
  }

  /** Somebody looks further down, or is at the top again. */
  setAway(away: boolean): void {
    if (this.#away === away) return;
    this.#take();
    this.#away = away;
    if (!this.#isStill) this.#resume();
  }

  /** Reads further back until something is found. One reading at a time. */
  async loadOlder(): Promise<void> {
    await this.#readBack((found) => found > 0);
  }

  /** Everything that the filter shows, listed or not, newest first, in portions; rejects when the server is away. */
  async *everything(signal: AbortSignal): AsyncGenerator<readonly ChangeEvent[]> {
    const { lines, filter } = this.state.getState();
    yield lines.flatMap((line) => (line.kind === 'change' ? [line.change] : []));
    const ids = new Set(this.#ids);
    // What comes from now on is not part of it.
    const newest = this.#isStill ? this.#ceiling : this.#highest;
    const ceiling = newest === 0 ? Number.POSITIVE_INFINITY : newest;
    const late = new Set(this.#late);
    const isKnown: IsKnown = (id) => ids.has(id) || id > ceiling || late.has(id);
    let place = this.#place;
    while (place.kind !== 'end') {
      const step = await readTail(this.#options.readPage, filter, place, isKnown, signal);
      for (const { changeId } of step.found) ids.add(changeId);
      place = step.place;
      yield step.found;
    }
  }

  get #isStill(): boolean {
    return this.#away || this.state.getState().paused;
  }

  #take(): void {
    const recent = this.#options.recent();
    const from = this.#seenTo;
    if (recent.next === from) return;
    this.#seenTo = recent.next;
    const arrived = newestFirst(recent, from);
    this.#note(arrived);
    if (!this.#isStill) {
      this.#resume();
      return;
    }
    const missed = recent.next - from - arrived.length;
    this.state.setState(({ waiting }) => ({ waiting: waiting + missed + this.#shown(arrived).length }));
  }

  #note(arrived: readonly RecentEntry[]): void {
    for (const entry of arrived) {
      if (entry.kind !== 'change') continue;
      const { changeId } = entry.change;
      this.#highest = Math.max(this.#highest, changeId);
      if (changeId <= this.#ceiling) this.#late.add(changeId);
    }
  }

  /** Lists everything that came since the list was last brought up to date. */
  #resume(): void {
    const recent = this.#options.recent();
    const overflowed = recent.first > this.#shownTo;
    const arrived = newestFirst(recent, this.#shownTo);
    if (overflowed || arrived.some(hasHoleBelow)) {
      const floor = [...this.#late].reduce((low, id) => Math.min(low, id), this.#ceiling);
      this.#beginAnew();
      if (overflowed) void this.#bridge(floor);
      else void this.loadOlder();
      return;
    }
    this.#upToDate(recent);
    if (arrived.length === 0) return;
    const added = this.#shown(arrived);
    this.#know(added);
    this.state.setState(({ lines }) => ({ lines: this.#trimmed([...added, ...lines]), waiting: 0 }));
  }

  #upToDate(recent: RecentChanges): void {
    this.#shownTo = recent.next;
    this.#seenTo = recent.next;
    this.#ceiling = this.#highest;
    this.#late.clear();
  }

  /** Everything that came while nobody looked, down to change id `floor`. */
  async #bridge(floor: number): Promise<void> {
    let read = 0;
    this.state.setState({ bridge: { read, done: false } });
    const complete = await this.#readBack((found, lowest) => {
      read += found;
      this.state.setState({ bridge: { read, done: false } });
      return lowest !== null && lowest <= floor;
    }, Number.POSITIVE_INFINITY);
    if (complete === null) return;
    this.#keep = Math.min(MOST_LINES, Math.max(LIVE_LINES, this.state.getState().lines.length));
    this.state.setState({ bridge: complete ? { read, done: true } : null });
  }

  /**
   * @param isEnough asked after each page with the number of lines it added and its lowest change id
   * @returns whether it was enough or the end; `null` when it was given up for another reading
   */
  async #readBack(
    isEnough: (found: number, lowest: number | null) => boolean,
    pages = PAGES_AT_ONCE,
  ): Promise<boolean | null> {
    if (this.#reading !== null || this.#place.kind === 'end') return null;
    const reading = new AbortController();
    this.#reading = reading;
    this.state.setState({ older: 'loading' });
    const isKnown: IsKnown = (id) =>
      this.#ids.has(id) || (this.#isStill && this.#ceiling > 0 && (id > this.#ceiling || this.#late.has(id)));
    try {
      for (let fruitless = 0; fruitless < pages; ) {
        // Beginning anew gives this reading up, so the place is its own all along.
        const place: TailPlace = this.#place;
        if (place.kind === 'end') break;
        const { filter } = this.state.getState();
        const step = await readTail(this.#options.readPage, filter, place, isKnown, reading.signal);
        if (reading.signal.aborted) return null;
        this.#place = step.place;
        this.#append(step.found);
        // What is listed already is passed over, however much it is.
        if (!step.isFruitful) fruitless += 1;
        if (isEnough(step.found.length, step.lowest) || step.place.kind === 'end') {
          this.#reading = null;
          this.state.setState({ older: step.place.kind === 'end' ? 'end' : 'idle' });
          return true;
        }
      }
      this.#reading = null;
      this.state.setState({ older: 'unfound' });
      return true;
    } catch {
      if (reading.signal.aborted) return null;
      this.#reading = null;
      this.state.setState({ older: 'failed' });
      return false;
    }
  }

  /** Below what is listed; what is newer than everything that came over the feed so far, above. */
  #append(found: readonly ChangeEvent[]): void {
    if (found.length === 0) return;
    const newest = this.#highest === 0 ? Number.POSITIVE_INFINITY : this.#highest;
    const above = found.filter(({ changeId }) => changeId > newest).map(lineOfChange);
    const below = found.filter(({ changeId }) => changeId <= newest).map(lineOfChange);
    this.#know(above);
    this.#know(below);
    if (this.#ceiling === 0) this.#ceiling = this.#highest;
    this.state.setState(({ lines }) => ({ lines: [...above, ...lines, ...below] }));
  }

  #know(lines: readonly ActivityLine[]): void {
    for (const line of lines) {
      if (line.kind !== 'change') continue;
      this.#ids.add(line.change.changeId);
      this.#highest = Math.max(this.#highest, line.change.changeId);
    }
  }

  #beginAnew(): void {
    this.#giveUp();
    const recent = this.#options.recent();
    const entries = unbroken(recent);
    this.#highest = 0;
    this.#note(entries);
    this.#upToDate(recent);
    this.#place = { kind: 'top' };
    this.#keep = LIVE_LINES;
    this.#ids.clear();
    const lines = this.#shown(entries);
    this.#know(lines);
    this.state.setState({ lines, waiting: 0, older: 'idle', bridge: null });
  }

  /** Those of the filter that are not listed yet: the server may tell of a change before the feed does. */
  #shown(entries: readonly RecentEntry[]): ActivityLine[] {
    return entries
      .filter(
        (entry) => entry.kind !== 'change' || (this.#matches(entry.change) && !this.#ids.has(entry.change.changeId)),
      )
      .map(lineOf);
  }

  /** What falls off is found on the server again. */
  #trimmed(lines: ActivityLine[]): ActivityLine[] {
    if (lines.length <= this.#keep || this.#reading !== null) return lines;
    for (const line of lines.slice(this.#keep)) if (line.kind === 'change') this.#ids.delete(line.change.changeId);
    this.#place = { kind: 'top' };
    if (this.state.getState().older === 'end') this.state.setState({ older: 'idle' });
    return lines.slice(0, this.#keep);
  }
}
