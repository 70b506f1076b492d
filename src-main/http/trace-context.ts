import type { FastifyInstance } from 'fastify';
import { parseTraceParent, requestTrace } from '../observability/tracing/trace-parent.ts';
import type { Tracing } from '../observability/tracing/tracing.ts';

/** Lets the trace of a request go on in what the request does. Call before declaring routes. */
export function addTraceContext(app: FastifyInstance, tracing: Tracing): void {
  // Not before the body has been read: what the socket calls back with belongs to no request.
  app.addHook('preHandler', (request, _reply, done) => {
    const parent = tracing.tracer === null ? null : parseTraceParent(request.headers.traceparent);
    if (parent === null) done();
    else requestTrace.run(parent, done);
  });
}
