import type { ReplicaState } from '../../src-shared/replica-status.ts';
import type { Clock } from '../base/clock.ts';
import type { IncidentLog } from '../feed/change-feed.ts';
import type { ReplicaLag } from './replica-progress.ts';

/** A replica that has gone without a change for so long is left. */
export const LEAVE_MS = 600;
/** One that lags less than this counts as keeping up. */
const KEEPS_UP_MS = 250;
/** How long it must keep up before it is used again; doubled each time it fell back within a minute by its lag. */
const TRUST = { firstMs: 500, mostMs: 30_000 };
const RELAPSE_MS = 60_000;

type Standing = Exclude<ReplicaState, 'off'>;

/**
 * Whether the replica is used, since when and why not. Leaves at once and comes back with more and more care, so that
 * one that falls behind again and again does not fill the list of incidents.
 */
export class ReplicaStanding {
  private current: { readonly state: Standing; readonly since: number; readonly problem: string | null };
  private trustMs = TRUST.firstMs;
  private laggedAt = Number.NEGATIVE_INFINITY;
  /** Since when it keeps up; `null`: it does not. */
  private keepsUpSince: number | null = null;
  private wasTold = '';

  constructor(
    private readonly name: string,
    private readonly clock: Clock,
    private readonly incidents: IncidentLog,
  ) {
    this.current = { state: 'away', since: clock.now(), problem: 'It has not been looked at yet.' };
  }

  get state(): Standing {
    return this.current.state;
  }

  get since(): number {
    return this.current.since;
  }

  get problem(): string | null {
    return this.current.problem;
  }

  /** It answers and has been compared. */
  judge(lag: ReplicaLag): void {
    const now = this.clock.monotonic();
    this.keepsUpSince = lag.ms <= KEEPS_UP_MS ? (this.keepsUpSince ?? now) : null;
    if (this.current.state === 'in-use') {
      if (lag.ms > LEAVE_MS) this.leave('lagging', lagging(lag));
    } else if (this.keepsUpSince !== null && now - this.keepsUpSince >= this.trustMs) {
      this.move('in-use', null);
      this.tell('replica-back', `${this.name} is up to date; snapshots, lists and histories are read there.`);
    } else {
      this.move('lagging', lagging(lag));
    }
  }

  /** It cannot be used, whatever its lag. @param isKnown false: not worth an incident yet, it is being looked at */
  leave(state: Exclude<Standing, 'in-use'>, problem: string, isKnown = true): void {
    const now = this.clock.monotonic();
    this.keepsUpSince = null;
    if (this.current.state === 'in-use') {
      const relapsed = state === 'lagging' && now - this.laggedAt < RELAPSE_MS;
      this.trustMs = relapsed ? Math.min(TRUST.mostMs, this.trustMs * 2) : TRUST.firstMs;
      if (state === 'lagging') this.laggedAt = now;
    }
    this.move(state, problem);
    if (isKnown) this.tell('replica-left', `${problem} Reads go to the primary.`);
  }

  private move(state: Standing, problem: string | null): void {
    const since = state === this.current.state ? this.current.since : this.clock.now();
    this.current = { state, since, problem };
  }

  /** The same is told once, until something else was. */
  private tell(code: 'replica-left' | 'replica-back', message: string): void {
    // Numbers in it change from one look to the next.
    const what = code + message.replace(/\d+/g, '');
    if (what === this.wasTold) return;
    this.wasTold = what;
    this.incidents.record(code, message);
  }
}

function lagging({ changes, ms }: ReplicaLag): string {
  if (changes === 0) return 'The replica has caught up and is watched for a moment before it is used.';
  const lack = changes === 1 ? 'a change' : `${changes} changes`;
  return `The replica lags: it has been without ${lack} for ${Math.round(ms)} ms.`;
}
