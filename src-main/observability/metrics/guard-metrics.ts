import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, gauge, type MetricFamily } from './metric-family.ts';

/** What keeps the ports from being flooded. */
export function guardMetrics({ guard }: Stats): readonly MetricFamily[] {
  return [
    gauge('orderdeck_connections', 'Connections that are open, on both ports.', guard.connections),
    gauge('orderdeck_strangers', 'Of these, those that have not shown whose they are.', guard.strangers),
    byLabel(
      'counter',
      'orderdeck_connections_cut_total',
      'Connections that found no room, and connections ended because they were too slow or to make room.',
      'reason',
      { refused: guard.refused, ended: guard.ended },
    ),
    counter(
      'orderdeck_rate_limited_total',
      'Requests and commands beyond the rate of an address or a person.',
      guard.rateLimited,
    ),
    byLabel(
      'counter',
      'orderdeck_sign_in_guesses_total',
      'Passwords, PINs, badges, codes and tokens that were wrong, and tries held off since too many had been.',
      'result',
      { wrong: guard.guessesWrong, held: guard.guessesHeld },
    ),
  ];
}
