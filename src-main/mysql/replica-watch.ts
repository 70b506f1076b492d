import type { ReplicaStatus } from '../../src-shared/replica-status.ts';
import type { Finding } from '../../src-shared/rest-api.ts';
import type { Clock } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { IncidentLog } from '../feed/change-feed.ts';
import { PollLoop } from '../feed/poll-loop.ts';
import type { ExpectedOrders, ReplicaVerdict } from './replica-comparison.ts';
import type { ReplicaLink } from './replica-link.ts';
import { ReplicaProgress } from './replica-progress.ts';
import { LEAVE_MS, ReplicaStanding } from './replica-standing.ts';
import { type ReplicaNature, ReplicaRefused } from './replica-trial.ts';

export interface ReplicaWatchDeps {
  /** `host:port`, for people. */
  readonly name: string;
  readonly link: () => Pick<ReplicaLink, 'open' | 'look' | 'end' | 'database'>;
  readonly tryOut: (connection: Awaited<ReturnType<ReplicaLink['open']>>) => Promise<ReplicaNature>;
  readonly compare: (link: Link, expected: ExpectedOrders) => Promise<ReplicaVerdict>;
  /** What was delivered to the clients; `null` while that is not known. */
  readonly expected: () => ExpectedOrders | null;
  /** Compares the primary's orders with the same. */
  readonly comparePrimary: () => Promise<void>;
  readonly epoch: () => string | null;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly explain: (error: unknown) => string;
}

type Link = ReturnType<ReplicaWatchDeps['link']>;

/** What is known of the replica since it was last connected to. */
interface Life {
  readonly link: Link;
  readonly nature: ReplicaNature;
  /** In which life of the log its orders were found to be those that were delivered; `null`: not yet. */
  provenIn: number | null;
  compareAt: number;
  candidate: (ExpectedOrders & { readonly seq: number; readonly losses: number; readonly takenAt: number }) | null;
  comparing: boolean;
  mismatches: number;
  /** Since when its log is of another epoch. */
  strangeSince: number | null;
}

interface Waiter {
  readonly seq: number;
  settle(link: Link | null): void;
}

const LOOK_MS = 150;
/** While somebody waits for the replica to get there. */
const LOOK_WAITED_MS = 4;
const IDS_PER_LOOK = 2_000;
const MOST_IDS = 50_000;
/** A place that the replica does not reach in this time is not waited for any longer. */
const CANDIDATE_MS = 3_000;
const COMPARE_AGAIN_MS = 500;
/** A comparison is followed by a rest this many times as long. */
const REST = 5;
/** What may be a matter of moments is told when it has lasted as long. */
const STRANGE_MS = 2_000;
const MISMATCHES = { ordered: 2, parallel: 6 };

/**
 * Follows a replica: is it there, is it ours, does it have what clients have been told? It is used only after its orders
 * were found equal to what was delivered, in a view of its own with its own log, and for as long as every change that
 * was published since turns up there in time.
 */
export class ReplicaWatch implements Service {
  readonly name = 'replica-watch';
  private readonly progress = new ReplicaProgress(MOST_IDS);
  private readonly standing: ReplicaStanding;
  private readonly loop: PollLoop;
  private life: Life | null = null;
  private opening: Link | null = null;
  /** Counts the lives of the log: what was proven of one says nothing about the next. */
  private generation = 0;
  private waiters: Waiter[] = [];
  private comparedAt: number | null = null;
  private stopped = false;
  finding: Finding | null = null;

  constructor(
    private readonly deps: ReplicaWatchDeps,
    private readonly compareMs: number,
  ) {
    const { clock, random } = deps;
    this.standing = new ReplicaStanding(`The replica ${deps.name}`, clock, deps.incidents);
    this.loop = new PollLoop({
      clock,
      random,
      step: () => this.step(),
      succeeded: () => undefined,
      failed: (error) => this.drop(error),
    });
  }

  async start(): Promise<void> {
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.opening?.end();
    this.end();
    await this.loop.stop();
  }

  /** These have just been handed to the clients. To be called before anybody can ask for them. */
  published(ids: readonly number[]): void {
    this.progress.published(ids, this.deps.clock.monotonic());
  }

  /** What was delivered before no longer leads to the table, or cannot be told by its changes. */
  restarted(): void {
    this.generation++;
    this.progress.restart();
    if (this.life !== null) Object.assign(this.life, { candidate: null, compareAt: 0, mismatches: 0 });
    this.settleAll(null);
  }

  /**
   * Resolves with the way to the replica once it has everything that was published up to this call; with `null` when
   * it is not used, or does not get there in time.
   */
  reached(withinMs: number): Promise<Link | null> {
    const { life } = this;
    if (life === null || !this.isUsed(life)) return Promise.resolve(null);
    const { seq } = this.progress;
    if (this.progress.confirmed >= seq) return Promise.resolve(life.link);
    return new Promise((resolve) => {
      const timer = this.deps.clock.after(withinMs, () => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        resolve(null);
      });
      const waiter: Waiter = {
        seq,
        settle(link) {
          timer.cancel();
          resolve(link);
        },
      };
      this.waiters.push(waiter);
      this.loop.wake();
    });
  }

  /** The way to the replica turned out to be of no use. */
  disowned(link: Link, error: unknown): void {
    if (this.life?.link === link) this.drop(error);
  }

  get status(): Omit<ReplicaStatus, 'readsReplica' | 'readsPrimary'> {
    const { state, since, problem } = this.standing;
    const lag = this.progress.lag(this.deps.clock.monotonic());
    return {
      state,
      address: this.deps.name,
      since: new Date(since).toISOString(),
      problem,
      lagChanges: lag.changes,
      lagMs: Math.round(lag.ms),
      comparedAt: this.comparedAt === null ? null : new Date(this.comparedAt).toISOString(),
    };
  }

  private isUsed(life: Life): boolean {
    return this.standing.state === 'in-use' && life.provenIn === this.generation && !this.progress.isLost;
  }

  private async step(): Promise<number> {
    const life = this.life ?? (await this.begin());
    await this.look(life);
    // It may have been dropped meanwhile.
    if (life !== this.life) return 0;
    this.compareWhenDue(life);
    this.judge(life);
    const { confirmed } = this.progress;
    const ready = this.waiters.filter(({ seq }) => seq <= confirmed);
    this.waiters = this.waiters.filter(({ seq }) => seq > confirmed);
    for (const waiter of ready) waiter.settle(this.isUsed(life) ? life.link : null);
    return this.waiters.length > 0 ? LOOK_WAITED_MS : LOOK_MS;
  }

  private async begin(): Promise<Life> {
    const link = this.deps.link();
    this.opening = link;
    try {
      const nature = await this.deps.tryOut(await link.open());
      const life: Life = {
        link,
        nature,
        provenIn: null,
        compareAt: 0,
        candidate: null,
        comparing: false,
        mismatches: 0,
        strangeSince: null,
      };
      this.life = life;
      return life;
    } catch (error) {
      link.end();
      throw error;
    } finally {
      this.opening = null;
    }
  }

  private async look(life: Life): Promise<void> {
    for (;;) {
      const { generation } = this;
      const ids = this.progress.wanted(IDS_PER_LOOK);
      const { found, isReadOnly, epoch, cleanedBelow } = await life.link.look(ids);
      // The ids of another life of the log may be the same.
      if (generation !== this.generation || life !== this.life) return;
      if (!isReadOnly) throw writable(this.deps.name);
      const isStrange = epoch !== this.deps.epoch();
      life.strangeSince = isStrange ? (life.strangeSince ?? this.deps.clock.monotonic()) : null;
      if (isStrange) return;
      this.progress.seen(found);
      const there = new Set(found);
      const gone = ids.filter((id) => !there.has(id) && id < cleanedBelow);
      // The mark was set when all of them were delivered, so whoever applies in sequence has had them.
      if (life.nature.isOrdered) this.progress.seen(gone);
      else if (gone.length > 0) this.progress.lose();
      if (ids.length < IDS_PER_LOOK || found.length + gone.length < ids.length) return;
    }
  }

  private judge(life: Life): void {
    const now = this.deps.clock.monotonic();
    const lag = this.progress.lag(now);
    if (life.strangeSince !== null) {
      const lasts = now - life.strangeSince >= STRANGE_MS;
      const problem = `The change log on ${this.deps.name} is of another epoch: it belongs to another set of data, or its replication stands still.`;
      if (lasts) this.finding = new ReplicaRefused('replica-other-data', problem).finding;
      this.standing.leave('away', problem, lasts);
    } else if (life.provenIn === this.generation && !this.progress.isLost) {
      this.finding = null;
      this.standing.judge(lag);
    } else if (lag.ms > LEAVE_MS) {
      this.standing.leave('lagging', `The replica lags: it has been without changes for ${Math.round(lag.ms)} ms.`);
    } else if (this.finding === null) {
      this.standing.leave('away', 'Its orders are being compared with what was delivered.', false);
    }
    if (!this.isUsed(life)) this.settleAll(null);
  }

  private compareWhenDue(life: Life): void {
    const now = this.deps.clock.monotonic();
    if (life.comparing || life.strangeSince !== null) return;
    if (life.candidate === null && now >= life.compareAt) {
      const expected = this.deps.expected();
      if (expected === null) return;
      const { seq, losses } = this.progress;
      life.candidate = { ...expected, seq, losses, takenAt: now };
    }
    const { candidate } = life;
    if (candidate === null) return;
    if (this.progress.confirmed >= candidate.seq) {
      void this.compare(life, candidate);
    } else if (now - candidate.takenAt > CANDIDATE_MS) {
      life.candidate = null;
      life.compareAt = now + COMPARE_AGAIN_MS;
    }
  }

  // Never rejects.
  private async compare(life: Life, candidate: NonNullable<Life['candidate']>): Promise<void> {
    const { clock } = this.deps;
    const { generation } = this;
    const startedAt = clock.monotonic();
    life.comparing = true;
    life.candidate = null;
    try {
      const verdict = await this.deps.compare(life.link, candidate);
      if (life !== this.life || generation !== this.generation) return;
      const tookMs = clock.monotonic() - startedAt;
      life.compareAt = clock.monotonic() + (verdict.kind === 'same' ? Math.max(this.compareMs, tookMs * REST) : 0);
      await this.conclude(life, verdict, candidate.losses);
    } catch (error) {
      this.disowned(life.link, error);
    } finally {
      life.comparing = false;
    }
  }

  private async conclude(life: Life, verdict: ReplicaVerdict, losses: number): Promise<void> {
    const { clock } = this.deps;
    const { generation } = this;
    switch (verdict.kind) {
      case 'same':
        life.provenIn = generation;
        life.mismatches = 0;
        this.progress.found(losses);
        this.comparedAt = clock.now();
        break;
      case 'not-there':
        life.compareAt = clock.monotonic() + COMPARE_AGAIN_MS;
        break;
      case 'other-log':
      case 'other-orders': {
        life.provenIn = null;
        life.mismatches++;
        life.compareAt = clock.monotonic() + COMPARE_AGAIN_MS;
        // It may be the primary whose orders are not what was delivered.
        await this.deps.comparePrimary();
        if (life !== this.life || generation !== this.generation) return;
        const most = life.nature.isOrdered ? MISMATCHES.ordered : MISMATCHES.parallel;
        if (life.mismatches >= most) this.refuse(different(this.deps.name, verdict));
        break;
      }
    }
  }

  private refuse({ finding, message }: ReplicaRefused): void {
    this.finding = finding;
    this.standing.leave('away', message);
  }

  private drop(error: unknown): void {
    if (this.stopped) return;
    this.end();
    if (error instanceof ReplicaRefused) this.refuse(error);
    else this.standing.leave('away', this.deps.explain(error));
  }

  private end(): void {
    this.life?.link.end();
    this.life = null;
    this.settleAll(null);
  }

  private settleAll(link: null): void {
    for (const waiter of this.waiters.splice(0)) waiter.settle(link);
  }
}

function writable(name: string): ReplicaRefused {
  const message = `${name} takes writes (read_only is off): it was promoted, or is no replica, and may have orders that the primary has not.`;
  return new ReplicaRefused('replica-writable', message, 'SET GLOBAL read_only = ON');
}

function different(name: string, verdict: Extract<ReplicaVerdict, { kind: 'other-log' | 'other-orders' }>) {
  const message =
    verdict.kind === 'other-log'
      ? `The change log on ${name} is another one than the primary's.`
      : `The orders on ${name} are not those of the primary (orders ${verdict.where}): somebody wrote there, or it does not replicate everything.`;
  return new ReplicaRefused('replica-other-data', message);
}
