import type { Stats } from '../../../src-shared/rest-api.ts';
import type { ChangeTracer } from './change-tracer.ts';

/** The place where those along the way of a change find the tracer, if there is one. */
export class Tracing {
  tracer: ChangeTracer | null = null;
  figures: () => Stats['traces'] = () => null;
}
