import type { FeedListener, IncidentLog, ResetReason } from './change-feed.ts';
import type { ChangeIntake } from './change-intake.ts';
import type { ChangeLog, LogRead } from './change-log.ts';
import type { EpochStore } from './epoch-store.ts';
import type { GapTracker } from './gap-tracker.ts';
import { lowWater } from './position.ts';

export interface ContinuityDeps {
  readonly log: ChangeLog;
  readonly epochs: EpochStore;
  readonly listener: FeedListener;
  readonly incidents: IncidentLog;
  readonly tracker: GapTracker;
  readonly intake: ChangeIntake;
}

/**
 * Sees to it that what is read next follows on what was delivered before. Where it cannot, the reader takes a new place
 * and every client gets a snapshot; and where a token could be wrong too, a new epoch makes all earlier ones worthless.
 */
export class Continuity {
  /** `null` until the reader has found its place. */
  epoch: string | null = null;
  /** How far the clean-up was when it was last looked at. */
  private cleanedBelow = 0;
  private requested: ResetReason | null = null;
  resets = 0;

  constructor(private readonly deps: ContinuityDeps) {}

  /** Asks for a new epoch and snapshots, since what was delivered is not the table. */
  request(reason: ResetReason): void {
    this.requested = reason;
  }

  /** Finds the first place, or a new one where that was asked for. */
  async establish(): Promise<void> {
    if (this.epoch === null) await this.begin();
    if (this.requested !== null) await this.reset(this.requested);
  }

  /** Looks whether another server took a new epoch, or the clean-up went past this reader. */
  async check(): Promise<void> {
    const { epoch, cleanedBelow } = await this.deps.epochs.read();
    if (epoch !== this.epoch) {
      this.deps.incidents.record(
        'epoch-changed',
        'Another server found the table to differ from the log and took a new epoch.',
      );
      await this.restart('new-epoch', epoch);
    } else if (cleanedBelow > this.cleanedBelow) {
      this.cleanedBelow = cleanedBelow;
      // The row at the head may still be there while a gap below it was filled, delivered by others and cleaned away.
      if (cleanedBelow > lowWater(this.deps.tracker.position)) await this.passed(epoch, cleanedBelow);
    }
  }

  /** The row at the head was not the one that was read there: the log was cleaned past it, or is another one. */
  async lost(read: LogRead): Promise<void> {
    const { epoch, cleanedBelow } = await this.deps.epochs.read();
    const { head } = this.deps.tracker.position;
    if (read.anchor === 'missing' && cleanedBelow > head && read.oldestId !== null && read.oldestId > head) {
      await this.passed(epoch, cleanedBelow);
      return;
    }
    this.deps.incidents.record(
      'log-replaced',
      `Row ${head} of the change log is ${read.anchor === 'missing' ? 'gone' : 'another one'}: the log was truncated, restored or edited. A new epoch begins and every client gets a snapshot.`,
    );
    await this.reset('new-epoch');
  }

  private async begin(): Promise<void> {
    const { log, epochs, listener, incidents } = this.deps;
    const found = await epochs.read();
    const at = await log.start();
    let { epoch } = found;
    let continues = true;
    // The clean-up always leaves the newest row, so a log that ends below its mark is not the one that was cleaned.
    if (found.cleanedBelow > at.position.head) {
      incidents.record(
        'log-replaced',
        'The change log was emptied or replaced while no server was running. A new epoch begins.',
      );
      epoch = await epochs.rotate(epoch);
      continues = false;
    } else {
      this.cleanedBelow = found.cleanedBelow;
    }
    this.standAt(at);
    this.epoch = epoch;
    listener.started(at, epoch, continues);
  }

  private async passed(epoch: string, cleanedBelow: number): Promise<void> {
    this.deps.incidents.record(
      'log-passed',
      'This server stood still for so long that the log was cleaned past its position; every client gets a snapshot.',
    );
    await this.restart('log-passed', epoch);
    this.cleanedBelow = cleanedBelow;
  }

  private async reset(reason: ResetReason): Promise<void> {
    await this.restart(reason, await this.deps.epochs.rotate(this.epoch ?? ''));
  }

  private async restart(reason: ResetReason, epoch: string): Promise<void> {
    const at = await this.deps.log.start();
    this.standAt(at);
    // What was asked for before a new epoch began is done by it: its snapshots are taken after this.
    if (epoch !== this.epoch) this.requested = null;
    this.epoch = epoch;
    this.cleanedBelow = 0;
    this.resets++;
    this.deps.listener.reset(reason, at, epoch);
  }

  private standAt(at: Awaited<ReturnType<ChangeLog['start']>>): void {
    this.deps.tracker.reset(at.position);
    this.deps.intake.restarted(at.stamp);
  }
}
