import type { RouteFigures } from '../../src-shared/stats-figures.ts';
import { Histogram, REQUEST_BOUNDS } from './histogram.ts';
import { Tally } from './tally.ts';

interface Route {
  readonly method: string;
  readonly route: string;
  readonly statuses: Tally;
  readonly times: Histogram;
}

/** Counts requests by the route that answered them, of which there are as many as the program declares. */
export class RequestMeter {
  private readonly routes = new Map<string, Route>();

  /**
   * @param route as it was declared, never a path that somebody typed
   * @param ms `null` for a stream, which lasts as long as the client likes
   */
  record(method: string, route: string, status: number, ms: number | null): void {
    const key = `${method} ${route}`;
    let found = this.routes.get(key);
    if (found === undefined) {
      found = { method, route, statuses: new Tally(), times: new Histogram(REQUEST_BOUNDS) };
      this.routes.set(key, found);
    }
    found.statuses.add(`${Math.floor(status / 100)}xx`);
    if (ms !== null) found.times.record(ms);
  }

  read(): RouteFigures[] {
    return [...this.routes.values()].map(({ method, route, statuses, times }) => ({
      method,
      route,
      statuses: statuses.read(),
      times: times.read(),
    }));
  }
}
