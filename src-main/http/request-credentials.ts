import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Credentials } from '../auth/credentials.ts';
import type { AccessCookies } from './access-cookies.ts';

/** Where requests of the desktop's window come from, in place of an address. */
export const WINDOW = 'window';

/** Of the other end of the connection, without its port. */
export function addressOf({ raw }: { readonly raw: IncomingMessage }): string {
  return raw.socket.remoteAddress ?? 'unknown';
}

/** What a request shows of who asks. @param bearer a token that did not come as a header */
export function credentialsOf(
  request: IncomingMessage,
  cookies: AccessCookies,
  bearer: string | null = null,
): Credentials {
  const { remoteAddress = 'unknown' } = request.socket;
  return {
    address: remoteAddress,
    userAgent: request.headers['user-agent'] ?? null,
    bearer: bearerOf(request.headers.authorization) ?? bearer,
    ...cookies.read(request.headers.cookie),
    // A connection of the network has an address of the system, whatever the other end claims.
    isWindow: remoteAddress === WINDOW && !((request.socket as unknown) instanceof Socket),
  };
}

/** `null` for other schemes, which are those of a proxy on the way. */
function bearerOf(authorization: string | undefined): string | null {
  const match = /^Bearer(?: +(.*))?$/i.exec(authorization ?? '');
  return match === null ? null : (match[1] ?? '');
}
