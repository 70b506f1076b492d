import type { AlertList } from '../src-shared/alert.ts';
import type { Health, Stats } from '../src-shared/rest-api.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import { shownConfig } from './config/shown-config.ts';
import type { DiagnosticsDeps } from './http/diagnostics-route.ts';
import type { StatsDetails } from './http/stats-routes.ts';
import { diagnostics } from './observability/diagnostics.ts';

export interface AppDiagnosticsOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly health: () => Health;
  readonly stats: () => Promise<Stats>;
  readonly alerts: () => AlertList;
  readonly details: StatsDetails;
  readonly explain: (error: unknown) => string;
}

/** What the diagnostics file is made of. */
export function createAppDiagnostics(options: AppDiagnosticsOptions): DiagnosticsDeps {
  const { config, clock, details } = options;
  const parts = {
    config: () => shownConfig(config),
    health: options.health,
    stats: options.stats,
    alerts: options.alerts,
    errors: details.errors,
    gaps: details.gaps,
    clients: () => details.clients().clients.map(({ address: _, ...client }) => client),
    history: () => details.history(undefined),
    database: details.checkDatabase,
  };
  return { gather: () => diagnostics(parts, options.explain, clock.now()), now: () => clock.now() };
}
