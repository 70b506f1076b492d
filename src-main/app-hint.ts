import type { BinlogStats, Finding } from '../src-shared/rest-api.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import type { IncidentLog } from './feed/change-feed.ts';
import { WakeHint } from './feed/wake-hint.ts';
import type { CommitHint } from './feed/wake-source.ts';
import { BinlogStreams } from './mysql/binlog-streams.ts';
import type { Database, DatabaseOptions } from './mysql/pool.ts';

export interface HintOptions {
  readonly config: Pick<Config, 'BINLOG_HINT'>;
  readonly database: Database;
  readonly target: Pick<DatabaseOptions, 'host' | 'port' | 'user' | 'password' | 'tls' | 'connectTimeoutMs'>;
  /** A small write of this server's own. @returns false when it cannot be made yet */
  readonly canary: () => Promise<boolean>;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
}

/** The binary log as a hint for the reader, where it is wanted. */
export interface Hint {
  /** For the reader; `null` when it is switched off. */
  readonly source: CommitHint | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Somebody looks into the database: what stood in the way may be gone. */
  lookAgain(): void;
  stats(): BinlogStats;
  findings(): readonly Finding[];
}

const OFF: BinlogStats = { state: 'off', reason: null, problem: null, commits: 0, losses: 0, missed: 0 };

export function createHint({ config, database, target, canary, incidents, clock }: HintOptions): Hint {
  if (config.BINLOG_HINT === 'off') {
    const nothing = async () => undefined;
    const lookAgain = () => undefined;
    return { source: null, start: nothing, stop: nothing, lookAgain, stats: () => OFF, findings: () => [] };
  }
  const hint = new WakeHint({
    streams: new BinlogStreams(database, target),
    canary,
    incidents,
    clock,
    random: Math.random,
  });
  return {
    source: hint,
    start: () => hint.start(),
    stop: () => hint.stop(),
    lookAgain: () => hint.lookAgain(),
    stats: () => hint.stats,
    findings: () => findingsOf(hint),
  };
}

/** Only what an administrator may want to change: a server without a binary log is nothing to put right. */
function findingsOf({ obstacle }: WakeHint): readonly Finding[] {
  if (obstacle === null || obstacle.repair === null) return [];
  return [
    {
      code: 'binlog-hint',
      severity: 'info',
      message: `Changes of other programs could come sooner: the binary log would tell of them as they are committed. ${obstacle.problem}`,
      repair: obstacle.repair,
    },
  ];
}
