import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeedIncident, ResetReason } from '../../src-main/feed/change-feed.ts';
import type { AnchoredPosition } from '../../src-main/feed/change-log.ts';
import { DriftAudit } from '../../src-main/feed/drift-audit.ts';
import type { Deferred } from './deferred.ts';
import { FakeClock } from './fake-clock.ts';
import { SimulatedChangeLog } from './simulated-change-log.ts';
import { SimulatedDatabase } from './simulated-database.ts';

export const AUDIT_INTERVAL_MS = 1_000;

/** The real audit over a simulated database, with the poller's part played by the test. */
export class AuditRig {
  readonly clock = new FakeClock();
  readonly database = new SimulatedDatabase();
  readonly drifts: ResetReason[] = [];
  readonly incidents: FeedIncident[] = [];
  /** While set, answers of the log wait for it. */
  held: Deferred<void> | null = null;
  readonly #log = new SimulatedChangeLog(this.database, { answer: async () => this.held?.promise });
  audit: DriftAudit = this.newAudit();
  at: AnchoredPosition = { position: { head: 0, gaps: [] }, stamp: '' };

  /** One order is there, and the poller stands behind it. */
  static async open(): Promise<AuditRig> {
    const rig = new AuditRig();
    rig.insert('seed');
    await rig.standAtEnd();
    return rig;
  }

  async standAtEnd(): Promise<void> {
    this.at = await this.#log.start();
  }

  newAudit(): DriftAudit {
    return new DriftAudit(
      {
        log: this.#log,
        checkpoints: this.database.checkpoints,
        incidents: { record: (code) => this.incidents.push(code) },
        clock: this.clock,
        at: () => this.at,
        epoch: () => this.database.meta.epoch,
        onDrift: (reason) => this.drifts.push(reason),
        explain: String,
      },
      AUDIT_INTERVAL_MS,
    );
  }

  insert(...names: string[]): void {
    for (const name of names) {
      const writer = this.database.begin();
      writer.insert(name);
      writer.commit();
    }
  }

  /** What the poller does. */
  async publish(): Promise<void> {
    const { entries, next } = await this.#log.read(this.at, 1_000);
    this.at = next;
    const changes = entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
    if (changes.length > 0) this.audit.published({ changes, at: this.at });
  }

  async settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await nextTurn();
  }

  /** Time for one audit passes. */
  async round(): Promise<void> {
    this.clock.advance(AUDIT_INTERVAL_MS);
    await this.settled();
  }

  /** Whether snapshots may be taken. */
  async isOpen(): Promise<boolean> {
    return Promise.race([this.audit.ready().then(() => true), this.settled().then(() => false)]);
  }
}
