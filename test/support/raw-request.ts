import { connect } from 'node:net';

/** What came back for bytes that no HTTP library would send. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** Sends the bytes on a connection of their own and takes all that comes until the server ends it. */
export function rawRequest(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const tcp = connect(port, '127.0.0.1', () =>
      tcp.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    );
    tcp.on('data', (chunk) => chunks.push(chunk));
    tcp.on('error', reject);
    tcp.on('close', () => {
      const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') });
    });
  });
}

/** A GET of this target, character by character, which ends the connection. */
export function rawGet(port: number, target: string, headers: readonly string[] = []): Promise<RawAnswer> {
  const lines = [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, 'Connection: close', '', ''];
  return rawRequest(port, lines.join('\r\n'));
}
