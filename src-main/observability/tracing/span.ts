/** One piece of the way of a change. Times in milliseconds since 1970, with fractions. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Whose spans they are. */
export interface TraceResource {
  readonly version: string;
  readonly serverId: string;
}

/** The body of a request of OTLP/HTTP with JSON. */
export function otlpBody(spans: readonly Span[], { version, serverId }: TraceResource): string {
  const resource = { 'service.name': 'orderdeck', 'service.version': version, 'service.instance.id': serverId };
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: 'orderdeck.change-feed', version }, spans: spans.map(otlpSpan) }],
      },
    ],
  });
}

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids in hex, 64-bit numbers as text. */
function otlpSpan({ traceId, spanId, parentId, name, start, end, attributes }: Span): object {
  return {
    traceId,
    spanId,
    ...(parentId !== null && { parentSpanId: parentId }),
    name,
    kind: INTERNAL,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(Math.max(start, end)),
    attributes: attributesOf(attributes),
  };
}

const INTERNAL = 1;

function attributesOf(attributes: Span['attributes']): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

/** A number of this size has no room for nanoseconds, so they are counted from whole microseconds. */
function nanos(ms: number): string {
  return `${Math.round(ms * 1_000)}000`;
}
