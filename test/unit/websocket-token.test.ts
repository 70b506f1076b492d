import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { chosenProtocol, tokenOfUpgrade } from '../../src-main/http/websocket-token.ts';

const asked = (url: string, protocols?: string) =>
  tokenOfUpgrade({ url, headers: { 'sec-websocket-protocol': protocols } } as unknown as IncomingMessage);

it('[AUTH-13] a WebSocket client may bring its token as subprotocol or in the query', () => {
  expect(asked('/ws')).toBe(null);
  expect(asked('/ws?access_token=a.b.c')).toBe('a.b.c');
  expect(asked('/ws?access_token=')).toBe('');
  expect(asked('/ws', 'orderdeck.v1, orderdeck.bearer.a.b-_.c')).toBe('a.b-_.c');
  expect(chosenProtocol(new Set(['orderdeck.bearer.a', 'orderdeck.v1']))).toBe('orderdeck.v1');
  expect(chosenProtocol(new Set(['orderdeck.bearer.a', 'orderdeck.base']))).toBe('orderdeck.base');
  expect(chosenProtocol(new Set(['orderdeck.bearer.a']))).toBe('orderdeck.bearer.a');
  expect(chosenProtocol(new Set(['chat']))).toBe(false);
});
