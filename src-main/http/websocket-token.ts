import type { IncomingMessage } from 'node:http';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';

/** For clients that cannot set headers, such as browsers' own WebSocket: the token is offered as a subprotocol. */
const BEARER = 'orderdeck.bearer.';
/** What a client of the base may ask for beside its token, so that the token is not what is answered. */
const ORDERDECK_BASE = 'orderdeck.base';

/** The token a WebSocket client brings as subprotocol or in the query; `null` for none. Neither is ever logged. */
export function tokenOfUpgrade(request: IncomingMessage): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith(BEARER));
  if (bearer !== undefined) return bearer.slice(BEARER.length);
  const [, query = ''] = (request.url ?? '').split('?');
  return new URLSearchParams(query).get('access_token');
}

/** The subprotocol that is answered: a client that offers some takes no answer without one of them. */
export function chosenProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(ORDERDECK_V1)) return ORDERDECK_V1;
  if (offered.has(ORDERDECK_BASE)) return ORDERDECK_BASE;
  return [...offered].find((name) => name.startsWith(BEARER)) ?? false;
}
