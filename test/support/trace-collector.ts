import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it came over the wire. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string; readonly intValue?: string };
  }[];
}

interface Resource {
  readonly attributes: CollectedSpan['attributes'];
}

/** A collector of traces that takes OTLP/HTTP with JSON. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  readonly resources: Resource[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  readonly paths: string[] = [];
  /** What the next requests are answered with, in place of 200. */
  readonly refusals: number[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        this.headers.push(request.headers);
        this.paths.push(`${request.method} ${request.url}`);
        const status = this.refusals.shift() ?? 200;
        if (status === 200) {
          const body = JSON.parse(text) as {
            resourceSpans: { resource: Resource; scopeSpans: { spans: CollectedSpan[] }[] }[];
          };
          for (const { resource, scopeSpans } of body.resourceSpans) {
            this.resources.push(resource);
            for (const { spans } of scopeSpans) this.spans.push(...spans);
          }
        }
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}');
      });
    });
  }

  static async start(): Promise<TraceCollector> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TraceCollector(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans of the change of this order, the one that spans the others first. */
  traceOf(orderId: number): CollectedSpan[] {
    const root = this.spans.find((span) => attributeOf(span, 'orderdeck.order.id') === String(orderId));
    const parts = this.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
    return root === undefined ? [] : [root, ...parts];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export function attributeOf({ attributes }: Pick<CollectedSpan, 'attributes'>, key: string): string | undefined {
  const found = attributes.find((attribute) => attribute.key === key)?.value;
  return found?.stringValue ?? found?.intValue;
}
