import type { Stats } from '../../../src-shared/rest-api.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../config/config.ts';
import { ConnectionGuard } from './connection-guard.ts';
import { GuardedSockets } from './guarded-sockets.ts';
import { RateLimits } from './rate-limits.ts';

/** What all ports and transports of one server are held to together. */
export interface Limits {
  readonly sockets: GuardedSockets;
  readonly rates: RateLimits;
  /** For the monitoring figures. */
  counts(): Stats['guard'];
}

export function createLimits(config: Config, clock: Clock): Limits {
  const guard = new ConnectionGuard(
    {
      total: config.MAX_CONNECTIONS,
      perAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
      strangers: config.MAX_STRANGERS,
    },
    clock,
  );
  const rates = new RateLimits(config, clock);
  return {
    sockets: new GuardedSockets(guard),
    rates,
    counts() {
      const { total, strangers, refused, ended } = guard.counts;
      return { connections: total, strangers, refused, ended, ...rates.counts };
    },
  };
}
