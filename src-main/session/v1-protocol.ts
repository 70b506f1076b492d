import { ERROR_CODES, RESUMABLE_CLOSE_CODES } from '../../src-shared/error-code.ts';
import { HEARTBEAT_MS, ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { ResumeTokens } from './resume-token.ts';
import type { SessionProtocol } from './session-protocol.ts';

/** A message of `orderdeck.v1`, ready to send; the type holds it to the wire contract. */
export function v1Message(message: ServerMessage, token: string | null = null): OutgoingMessage {
  return OutgoingMessage.of(message, token);
}

const CHUNK_OPEN = Buffer.from('{"type":"snapshot-chunk","orders":[');
const CHUNK_CLOSE = Buffer.from(']}');

export interface V1Identity {
  readonly serverId: string;
  readonly serverVersion: string;
}

/** Clients that are told to come back spread themselves over this many milliseconds. */
const RETURN_SPREAD_MS = 1_500;

/** One frame per batch, tokens, snapshots in chunks. */
export function v1Protocol(tokens: () => ResumeTokens, identity: V1Identity, random: () => number): SessionProtocol {
  return {
    name: 'orderdeck.v1',
    welcome(socket, recovered) {
      socket.send(
        v1Message({ type: 'welcome', protocol: ORDERDECK_V1, ...identity, recovered, heartbeatMs: HEARTBEAT_MS }),
      );
    },
    changes({ changes, at, epoch, remaining }) {
      const token = tokens().encode({ epoch, at });
      return v1Message(
        { type: 'changes', changes: [...changes], token, ...(remaining === undefined ? {} : { remaining }) },
        token,
      );
    },
    snapshotBegin(socket, reason, total) {
      socket.send(v1Message({ type: 'snapshot-begin', reason, total }));
    },
    snapshotChunk(socket, chunk) {
      chunk.v1 ??= new OutgoingMessage([Buffer.concat([CHUNK_OPEN, chunk.rows, CHUNK_CLOSE])]);
      socket.send(chunk.v1);
    },
    snapshotEnd(socket, at, epoch) {
      const token = tokens().encode({ epoch, at });
      socket.send(v1Message({ type: 'snapshot-end', token }, token));
    },
    bye(socket, code, detail) {
      const resumable = RESUMABLE_CLOSE_CODES.includes(ERROR_CODES[code].close);
      const retryAfterMs = resumable ? Math.round(200 + random() * RETURN_SPREAD_MS) : null;
      socket.send(v1Message({ type: 'bye', code, detail, retryAfterMs }));
    },
  };
}
