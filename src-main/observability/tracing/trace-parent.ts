import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a trace that another program began goes on: the `traceparent` header of W3C Trace Context. */
export interface TraceParent {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Whether that program keeps the trace. */
  readonly isSampled: boolean;
}

/** @returns `null` for what is none: the trace then begins here */
export function parseTraceParent(header: unknown): TraceParent | null {
  if (typeof header !== 'string') return null;
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(header) ?? [];
  const isNone = version === undefined || version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(spanId);
  return isNone ? null : { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The trace of the request that is being answered. Costs nothing as long as nobody runs anything in it. */
export const requestTrace = new AsyncLocalStorage<TraceParent>();
