import type { FeedState } from '../../src-shared/server-status.ts';
import type { Clock } from '../base/clock.ts';

/** What is known about the freshness of the data: the state, since when, why, and how old the last look is. */
export class FeedStatus {
  private current: { readonly state: FeedState; readonly since: number; readonly problem: string | null };
  private confirmedAt: number | null = null;

  /** @param onChange called when the state or its reason becomes another one */
  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {
    this.current = { state: 'starting', since: clock.now(), problem: null };
  }

  changed(state: FeedState, problem: string | null): void {
    if (state === this.current.state && problem === this.current.problem) return;
    const since = state === this.current.state ? this.current.since : this.clock.now();
    this.current = { state, since, problem };
    this.onChange();
  }

  /** The log has just been read: everything committed until then has been published. */
  confirmed(): void {
    this.confirmedAt = this.clock.monotonic();
  }

  get state(): FeedState {
    return this.current.state;
  }

  get since(): number {
    return this.current.since;
  }

  get problem(): string | null {
    return this.current.problem;
  }

  /** Milliseconds since the last look; `null` before the first. */
  get dataAgeMs(): number | null {
    return this.confirmedAt === null ? null : Math.round(this.clock.monotonic() - this.confirmedAt);
  }
}
