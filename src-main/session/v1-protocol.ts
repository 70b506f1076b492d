import { ERROR_CODES, RESUMABLE_CLOSE_CODES } from '../../src-shared/error-code.ts';
import { HEARTBEAT_MS, ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { ResumeTokens } from './resume-token.ts';
import type { SessionProtocol } from './session-protocol.ts';
import type { SessionSocket } from './session-socket.ts';
import type { SnapshotChunk } from './snapshot.ts';

/** A message of `orderdeck.v1`, ready to send; the type holds it to the wire contract. */
export function v1Message(message: ServerMessage, token: string | null = null): OutgoingMessage {
  return OutgoingMessage.of(message, token);
}

const CHUNK_OPEN = Buffer.from('{"type":"snapshot-chunk","orders":[');
const CHUNK_CLOSE = Buffer.from(']}');

export interface V1Options {
  readonly serverId: string;
  readonly serverVersion: string;
  /** By the secret of this database; only asked once the feed has started. */
  readonly tokens: () => ResumeTokens;
  readonly status: () => ServerStatus;
  readonly random: () => number;
}

/** Clients that are told to come back spread themselves over this many milliseconds. */
const RETURN_SPREAD_MS = 1_500;

/** One frame per batch, tokens, snapshots in chunks. */
export function v1Protocol({ serverId, serverVersion, tokens, status, random }: V1Options): SessionProtocol {
  const sendStatus = (socket: SessionSocket) => socket.send(v1Message({ type: 'status', status: status() }));
  return {
    name: 'orderdeck.v1',
    waiting: sendStatus,
    welcome(socket, recovered) {
      const server = { protocol: ORDERDECK_V1, serverId, serverVersion } as const;
      socket.send(v1Message({ type: 'welcome', ...server, recovered, heartbeatMs: HEARTBEAT_MS }));
      sendStatus(socket);
    },
    changes({ changes, at, epoch, remaining }) {
      const token = tokens().encode({ epoch, at });
      return v1Message(
        { type: 'changes', changes: [...changes], token, ...(remaining === undefined ? {} : { remaining }) },
        token,
      );
    },
    snapshotBegin(socket, reason, { total, window }) {
      socket.send(v1Message({ type: 'snapshot-begin', reason, total, ...(window === null ? {} : { window }) }));
    },
    snapshotChunk(socket, chunk) {
      chunk.v1 ??= chunkMessage(chunk);
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

function chunkMessage(chunk: SnapshotChunk): OutgoingMessage {
  const json = Buffer.concat([CHUNK_OPEN, chunk.rows, CHUNK_CLOSE]);
  // One copy of the rows for everybody: a large table is in memory often enough.
  chunk.rows = json.subarray(CHUNK_OPEN.length, json.length - CHUNK_CLOSE.length);
  return new OutgoingMessage([json]);
}
