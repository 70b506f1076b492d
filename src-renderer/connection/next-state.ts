import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { ConnectionState } from './connection-state.ts';
import type { TransportKind } from './transport.ts';

/** The state of an open connection after a message; pure. Messages that say nothing about it leave it as it is. */
export function nextState(state: ConnectionState, message: ServerMessage, transport: TransportKind): ConnectionState {
  switch (message.type) {
    case 'welcome':
      return message.recovered
        ? { kind: 'live', transport }
        : { kind: 'catching-up', transport, what: 'snapshot', received: 0, expected: null };
    case 'snapshot-begin':
      return { kind: 'catching-up', transport, what: 'snapshot', received: 0, expected: message.total };
    case 'snapshot-chunk':
      return state.kind === 'catching-up' ? { ...state, received: state.received + message.orders.length } : state;
    case 'snapshot-end':
      return { kind: 'live', transport };
    case 'changes': {
      // A snapshot under way is not finished by changes; only its own end finishes it.
      if (state.kind === 'catching-up' && state.what === 'snapshot') return state;
      if (message.remaining === undefined || message.remaining === 0) {
        return state.kind === 'live' ? state : { kind: 'live', transport };
      }
      const before = state.kind === 'catching-up' ? state.received : 0;
      const received = before + message.changes.length;
      return { kind: 'catching-up', transport, what: 'changes', received, expected: received + message.remaining };
    }
    case 'status':
    case 'heartbeat':
      // It answers, but has nothing to show yet: it waits for its database, and that is what to say.
      return state.kind === 'reconnecting' ? { kind: 'connecting', transport } : state;
    case 'result':
    case 'bye':
      return state;
  }
}
