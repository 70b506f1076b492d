import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';

export interface TlsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** SHA-256 of the server's certificate in hex pairs. */
  readonly fingerprint: string;
}

/** One request by HTTPS on a connection of its own. The certificate is trusted as it is, unless `ca` names who must have signed it. */
export function askTls(
  url: string,
  {
    method = 'GET',
    headers = {},
    ca,
    body,
  }: { ca?: string; body?: string } & Pick<RequestOptions, 'method' | 'headers'> = {},
): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
    const outgoing = request(url, { method, headers, agent: false, ...trust }, (incoming) => {
      const { fingerprint256 } = (incoming.socket as TLSSocket).getPeerCertificate();
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
          fingerprint: fingerprint256,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
