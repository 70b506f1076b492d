import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  benchPeopleSchema,
  firstAdminSchema,
  passwordChangeSchema,
  type SignIn,
  signInSchema,
} from '../../src-shared/access.ts';
import type { AuditLog } from '../auth/audit-log.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { FirstAdmin } from '../auth/first-admin.ts';
import type { People } from '../auth/people.ts';
import type { PersonRecord } from '../auth/people-store.ts';
import type { Principal } from '../auth/principal.ts';
import { SESSION_LIFE_MS } from '../auth/session-life.ts';
import type { Sessions } from '../auth/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { invalidFields } from '../commands/parse-or-throw.ts';
import { type AccessHookDeps, doerOf, principalOf } from './access-hook.ts';
import { answers } from './open-api.ts';
import { addressOf, credentialsOf } from './request-credentials.ts';

export interface SignInRoutesDeps extends AccessHookDeps {
  readonly authenticator: Authenticator;
  readonly firstAdmin: FirstAdmin;
  readonly people: People;
  readonly sessions: Sessions;
  readonly audit: AuditLog;
}

/** Where people are chosen by name and known by PIN or badge. */
interface Bench {
  /** Under which wrong badges are counted. */
  readonly key: string;
  readonly name: string;
  readonly deviceId: number | null;
}

const querystring = z.strictObject({});
const tags = ['access'];
const BODY = [
  'invalid-request',
  'too-large',
  'unsupported-media-type',
  'forbidden-origin',
  'unauthenticated',
  'rate-limited',
  'database-unavailable',
  'database-busy',
] as const;

/** How people come in, and what they do about their own password. */
export function signInRoutes(root: FastifyInstance, deps: SignInRoutesDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { access, cookies, authenticator, firstAdmin, people, sessions, audit } = deps;

  app.post(
    '/api/session',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'Sets the cookie of a session and ends the one that this browser had. PIN and badge are good on paired devices and in the desktop window only. A name that does not exist is answered like a wrong password; after several wrong tries `Retry-After` says when the next may be made.',
        querystring,
        body: signInSchema,
        response: answers({ 204: ['Signed in', z.undefined()] }, ...BODY, 'forbidden'),
      },
    },
    async (request, reply) => {
      const credentials = credentialsOf(request.raw, cookies);
      const bench = await benchOf(credentials);
      const person = await known(request.body, credentials, bench);
      const former = await whoWasHere(credentials);
      await signIn(request, reply, person, bench);
      if (former?.sessionId == null) return reply;
      await sessions.revoke({ sessionId: former.sessionId });
      if (former.personId !== person.id) {
        const detail = { from: former.actor, ...(bench === null ? {} : { bench: bench.name }) };
        audit.record({ kind: 'switched', actor: person.name, address: credentials.address, detail });
      }
      return reply;
    },
  );

  app.post(
    '/api/first-admin',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'Create the first admin',
        description: 'With the code of the link that the server printed when it started; sets the cookie of a session.',
        querystring,
        body: firstAdminSchema,
        response: answers({ 204: ['Created, and signed in', z.undefined()] }, ...BODY, 'conflict'),
      },
    },
    async (request, reply) => {
      const { code, ...admin } = request.body;
      const person = await firstAdmin.claim(code, admin, addressOf(request));
      return signIn(request, reply, person, null);
    },
  );

  app.post(
    '/api/session/password',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags,
        summary: 'Change one’s own password',
        description: 'Ends all other sessions of this person.',
        querystring,
        body: passwordChangeSchema,
        response: answers({ 204: ['Changed', z.undefined()] }, ...BODY, 'forbidden', 'not-found'),
      },
    },
    async (request, reply) => {
      const { personId, sessionId } = principalOf(request);
      if (personId === null) throw new AppError('forbidden', 'Only a person has a password, and nobody is signed in.');
      const { current, password } = request.body;
      await confirm(personId, current, addressOf(request));
      await people.changeOwnPassword(personId, password, sessionId, doerOf(request));
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/session/people',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'Who may be chosen at this bench',
        description: 'People with a PIN or a badge; asked by a paired device or the desktop window.',
        querystring,
        response: answers(
          { 200: ['The people, by name', benchPeopleSchema] },
          'forbidden',
          'rate-limited',
          'database-unavailable',
          'database-busy',
        ),
      },
    },
    async (request) => {
      if ((await benchOf(credentialsOf(request.raw, cookies))) === null) throw noBench();
      return people.atBench();
    },
  );

  async function known(body: SignIn, { address }: Credentials, bench: Bench | null): Promise<PersonRecord> {
    if (body.by === 'password') return authenticator.byPassword(body.name, body.password, address);
    if (bench === null) throw noBench();
    const place = { address, bench: bench.key };
    if (body.by === 'pin') return authenticator.byPin(body.personId, body.pin, place);
    return authenticator.byBadge(body.badge, place);
  }

  async function signIn(request: FastifyRequest, reply: FastifyReply, { id }: PersonRecord, bench: Bench | null) {
    const { address, userAgent } = credentialsOf(request.raw, cookies);
    const owner = { kind: 'browser', personId: id, deviceId: bench?.deviceId ?? null, address, userAgent } as const;
    const key = await sessions.open(owner);
    const cookie = cookies.write('session', `${key.id}.${key.secret}`, SESSION_LIFE_MS.browser);
    return reply.header('Set-Cookie', cookie).code(204).send();
  }

  /** A wrong password here must not look like the end of the session, which `unauthenticated` is. */
  async function confirm(personId: number, current: string, address: string): Promise<void> {
    try {
      await authenticator.confirmPassword(personId, current, address);
    } catch (error) {
      if (!(error instanceof AppError) || error.problem.code !== 'unauthenticated') throw error;
      throw invalidFields([{ field: 'current', message: 'is not your password' }]);
    }
  }

  async function benchOf(credentials: Credentials): Promise<Bench | null> {
    if (credentials.isWindow) return { key: 'window', name: 'window', deviceId: null };
    if (credentials.device === null) return null;
    const device = await orNobody({ ...credentials, bearer: null, session: null });
    if (device?.deviceId == null) return null;
    return { key: `device ${device.deviceId}`, name: device.actor, deviceId: device.deviceId };
  }

  async function whoWasHere(credentials: Credentials): Promise<Principal | null> {
    return credentials.session === null ? null : orNobody({ ...credentials, bearer: null, device: null });
  }

  async function orNobody(credentials: Credentials): Promise<Principal | null> {
    try {
      return await access.identify(credentials);
    } catch (error) {
      if (error instanceof AppError && error.problem.code === 'unauthenticated') return null;
      throw error;
    }
  }
}

function noBench(): AppError {
  return new AppError(
    'forbidden',
    'PIN and badge are good on paired devices and in the window of the program. Sign in with name and password.',
  );
}
