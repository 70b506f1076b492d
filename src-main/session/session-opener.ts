import type { Access } from '../auth/access.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../base/app-error.ts';
import type { Logger } from '../observability/logger.ts';
import { awaitedConnection } from './awaited-connection.ts';
import { ClientDialogue, type DialogueDeps } from './client-dialogue.ts';
import type { OpenConnection } from './open-connection.ts';
import { Session, type SessionDeps } from './session.ts';
import type { SessionProtocol } from './session-protocol.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { FragmentSocket, SessionSocket } from './session-socket.ts';

export interface OpenerDeps {
  readonly session: SessionDeps;
  readonly dialogue: DialogueDeps;
  readonly registry: SessionRegistry;
  readonly logger: Logger;
  readonly v1: SessionProtocol;
  readonly base: SessionProtocol<FragmentSocket>;
  /** A connection ends with the right of whoever opened it. */
  readonly watch: Access['watch'];
}

/** Makes sessions for the transports, one per connection. */
export class SessionOpener {
  private opened = 0;

  constructor(private readonly deps: OpenerDeps) {}

  /** A client of `orderdeck.v1`, which says hello first. */
  openV1(socket: SessionSocket, principal: Principal): OpenConnection {
    const session = this.session(this.deps.v1, socket, principal);
    const dialogue = new ClientDialogue(session, principal, this.deps.dialogue);
    return {
      received(text) {
        if (text === null) session.close('invalid-message', 'A binary message: orderdeck.v1 is JSON text.');
        else dialogue.receive(text);
      },
      ended: () => session.ended(),
    };
  }

  /** A client that only listens: an event stream. @param hello what it would say first */
  openStream(
    socket: SessionSocket,
    { token, newest }: { readonly token: string | null; readonly newest: number | null },
    principal: Principal,
  ): OpenConnection {
    const session = this.session(this.deps.v1, socket, principal);
    session.begin(token, newest);
    return { received: nothing, ended: () => session.ended() };
  }

  /** A client of the base. It has nothing to say, so what it sends is not looked at. */
  openBase(socket: FragmentSocket, principal: Principal): OpenConnection {
    const session = this.session(this.deps.base, socket, principal);
    session.begin(null);
    return { received: nothing, ended: () => session.ended() };
  }

  /** The same for a socket that is there before it is known who opened it; whoever is refused is told so and closed. */
  openV1When(socket: SessionSocket, identified: Promise<Principal>): OpenConnection {
    return awaitedConnection(
      identified.then(
        (principal) => this.openV1(socket, principal),
        (error: unknown) => {
          this.refuse(socket, error);
          return null;
        },
      ),
    );
  }

  private refuse(socket: SessionSocket, error: unknown): void {
    const known = error instanceof AppError;
    if (!known) this.deps.session.onError(error, socket.remote);
    const { code, detail } = known
      ? error.problem
      : ({ code: 'internal-error', detail: 'The server failed. Its log says more.' } as const);
    this.deps.v1.bye(socket, code, detail);
    socket.close(code, detail);
  }

  private session<Socket extends SessionSocket>(
    protocol: SessionProtocol<Socket>,
    socket: Socket,
    principal: Principal,
  ): Session<Socket> {
    this.opened++;
    const session = new Session(`s${this.opened}`, protocol, socket, this.deps.session);
    this.deps.registry.add(session);
    this.log(session);
    session.onEnd(this.deps.watch(principal, (why) => session.close('unauthenticated', why)));
    return session;
  }

  /** Who came and who left, by the name that the list of clients and other lines of the log have for the session. */
  private log<Socket extends SessionSocket>(session: Session<Socket>): void {
    const { logger } = this.deps;
    const { remote, peer } = session.socket;
    const protocol = session.protocol.name;
    logger.debug({ session: session.id, remote, protocol, transport: peer.transport }, 'A client connected');
    session.onEnd(() =>
      logger.debug(
        { session: session.id, reason: session.endedAs ?? 'client', demotions: session.demotions },
        'A client left',
      ),
    );
  }
}

function nothing(): void {
  // These clients only listen.
}
