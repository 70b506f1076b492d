import type { BaseMessage } from '../../src-shared/base-message.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { SessionProtocol } from './session-protocol.ts';
import type { FragmentSocket } from './session-socket.ts';

const COMMA = Buffer.from(',');

/**
 * The four messages of the base, for clients that ask for no subprotocol. INITIAL_DATA is sent as one message in
 * several WebSocket fragments, so that a large table needs no second copy in memory.
 */
export function baseProtocol(now: () => number): SessionProtocol<FragmentSocket> {
  const tail = () => Buffer.from(`],"timestamp":"${new Date(now()).toISOString()}"}`);
  const open = new WeakMap<FragmentSocket, { first: boolean }>();
  return {
    name: 'base',
    waiting: nothing,
    welcome: nothing,
    bye: nothing,
    changes({ changes }) {
      return new OutgoingMessage(changes.map((change) => Buffer.from(JSON.stringify(baseMessage(change)))));
    },
    snapshotBegin(socket) {
      // A snapshot that was overtaken is ended where it stands; the whole one follows at once.
      if (open.has(socket)) socket.sendFragment(tail(), true);
      open.set(socket, { first: true });
      socket.sendFragment(Buffer.from('{"type":"INITIAL_DATA","data":['), false);
    },
    snapshotChunk(socket, chunk) {
      const state = open.get(socket);
      socket.sendFragment(state?.first ? chunk.rows : Buffer.concat([COMMA, chunk.rows]), false);
      if (state !== undefined) state.first = false;
    },
    snapshotEnd(socket) {
      open.delete(socket);
      socket.sendFragment(tail(), true);
    },
  };
}

function nothing(): void {
  // A client of the base knows four messages and is never sent a fifth.
}

/** One change as the base says it: `data` is the row after the change, before it for DELETE. */
export function baseMessage(change: ChangeEvent): BaseMessage {
  const common = { data: change.order, timestamp: change.at, changeId: change.changeId };
  switch (change.type) {
    case 'INSERT':
      return { type: 'INSERT', ...common };
    case 'DELETE':
      return { type: 'DELETE', ...common };
    case 'UPDATE':
      return {
        type: 'UPDATE',
        ...common,
        oldData: { ...change.order, ...definedOnly(change.previous) },
        newData: change.order,
      };
  }
}

function definedOnly(previous: Extract<ChangeEvent, { type: 'UPDATE' }>['previous']) {
  return Object.fromEntries(Object.entries(previous).filter(([, value]) => value !== undefined));
}
