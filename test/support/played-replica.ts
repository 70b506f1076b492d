import { setImmediate as nextTurn } from 'node:timers/promises';
import { DriftExpectation } from '../../src-main/feed/drift-expectation.ts';
import type { DatabaseConnection } from '../../src-main/mysql/mysql-connection.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import type { ReplicaVerdict } from '../../src-main/mysql/replica-comparison.ts';
import { ReplicaWatch, type ReplicaWatchDeps } from '../../src-main/mysql/replica-watch.ts';
import { FakeClock } from './fake-clock.ts';

type Link = ReturnType<ReplicaWatchDeps['link']>;

const PLACE = { position: { head: 0, gaps: [] }, stamp: '' };

/** A replica whose every answer the test decides, and the watch that follows it; time moves by `pass`. */
export class PlayedReplica {
  readonly clock = new FakeClock();
  readonly watch: ReplicaWatch;
  /** Ids in its log. */
  readonly there = new Set<number>();
  readonly incidents: string[] = [];
  isReadOnly = true;
  isOrdered = true;
  cleanedBelow = 0;
  epoch = 'e';
  /** What it fails with instead of an answer. */
  failure: Error | null = null;
  verdict: () => ReplicaVerdict | Promise<ReplicaVerdict> = () => ({ kind: 'same' });
  comparisons = 0;
  comparedPrimary = 0;
  links = 0;
  ended = 0;

  /** @param compareMs time between two comparisons */
  constructor(compareMs = 60_000) {
    this.watch = new ReplicaWatch(
      {
        name: 'r:3306',
        link: () => this.link(),
        tryOut: async () => ({ isOrdered: this.isOrdered }),
        compare: async () => {
          this.comparisons++;
          return this.verdict();
        },
        expected: () => ({ at: PLACE, expected: new DriftExpectation(PLACE.position) }),
        comparePrimary: async () => {
          this.comparedPrimary++;
        },
        epoch: () => 'e',
        incidents: { record: (code) => this.incidents.push(code) },
        clock: this.clock,
        random: () => 0,
        explain: (error) => (error instanceof Error ? error.message : 'unknown'),
      },
      compareMs,
    );
  }

  /** These are told to clients. */
  tell(...ids: number[]): void {
    this.watch.published(ids);
  }

  /** Moves time on in small steps, so that what is asked is answered in between. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      this.clock.advance(Math.min(50, ms - passed));
      await this.answered();
    }
  }

  /** Whatever is under way has been answered. */
  async answered(): Promise<void> {
    for (let round = 0; round < 4; round++) await nextTurn();
  }

  private link(): Link {
    this.links++;
    const unused = (): never => {
      throw new Error('nothing is read here');
    };
    const database = { use: unused, connect: unused, end: async () => undefined } as unknown as Database;
    return {
      database,
      open: async () => {
        if (this.failure !== null) throw this.failure;
        return {} as DatabaseConnection;
      },
      look: async (ids) => {
        if (this.failure !== null) throw this.failure;
        const { isReadOnly, epoch, cleanedBelow } = this;
        const found = ids.filter((id) => this.there.has(id) && id >= cleanedBelow);
        return { found, isReadOnly, epoch, cleanedBelow };
      },
      end: () => {
        this.ended++;
      },
    };
  }
}
