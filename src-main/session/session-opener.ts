import { localPrincipal } from '../auth/principal.ts';
import { ClientDialogue, type DialogueDeps } from './client-dialogue.ts';
import { Session, type SessionDeps } from './session.ts';
import type { SessionProtocol } from './session-protocol.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { FragmentSocket, SessionSocket } from './session-socket.ts';

/** What a transport tells of its connection. */
export interface OpenConnection {
  /** One whole message; `null` for a binary one. */
  received(text: string | null): void;
  /** The connection is gone. */
  ended(): void;
}

export interface OpenerDeps {
  readonly session: SessionDeps;
  readonly dialogue: DialogueDeps;
  readonly registry: SessionRegistry;
  readonly v1: SessionProtocol;
  readonly base: SessionProtocol<FragmentSocket>;
}

/** Makes sessions for the transports, one per connection. */
export class SessionOpener {
  private opened = 0;

  constructor(private readonly deps: OpenerDeps) {}

  /** A client of `orderdeck.v1`, which says hello first. */
  openV1(socket: SessionSocket, address: string): OpenConnection {
    const session = this.session(this.deps.v1, socket);
    const dialogue = new ClientDialogue(session, localPrincipal(address), this.deps.dialogue);
    return {
      received(text) {
        if (text === null) session.close('invalid-message', 'A binary message: orderdeck.v1 is JSON text.');
        else dialogue.receive(text);
      },
      ended: () => session.ended(),
    };
  }

  /** A client that only listens: an event stream. @param token where it was, if it has been here before */
  openStream(socket: SessionSocket, token: string | null): OpenConnection {
    const session = this.session(this.deps.v1, socket);
    session.begin(token);
    return { received: nothing, ended: () => session.ended() };
  }

  /** A client of the base. It has nothing to say, so what it sends is not looked at. */
  openBase(socket: FragmentSocket): OpenConnection {
    const session = this.session(this.deps.base, socket);
    session.begin(null);
    return { received: nothing, ended: () => session.ended() };
  }

  private session<Socket extends SessionSocket>(protocol: SessionProtocol<Socket>, socket: Socket): Session<Socket> {
    this.opened++;
    const session = new Session(`s${this.opened}`, protocol, socket, this.deps.session);
    this.deps.registry.add(session);
    return session;
  }
}

function nothing(): void {
  // These clients only listen.
}
