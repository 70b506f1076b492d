import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  approvePairingSchema,
  claimAnswerSchema,
  claimPairingSchema,
  claimRequestSchema,
  newPairingSchema,
  type Pairing,
  pairingRequestSchema,
  pairingSchema,
} from '../../src-shared/access.ts';
import type { Devices } from '../auth/devices.ts';
import type { JoinedDevice, Pairings } from '../auth/pairings.ts';
import { SESSION_LIFE_MS } from '../auth/session-life.ts';
import { writeSessionKey } from '../auth/session-secret.ts';
import { AppError } from '../base/app-error.ts';
import { type AccessHookDeps, doerOf } from './access-hook.ts';
import { answers } from './open-api.ts';
import { addressOf, credentialsOf } from './request-credentials.ts';

export interface PairingRoutesDeps extends AccessHookDeps {
  readonly pairings: Pairings;
  readonly devices: Pick<Devices, 'replace'>;
  /** Where other machines find this server. @param origin of the page that asks */
  readonly serving: (origin: string | undefined) => Pick<Pairing, 'urls' | 'fingerprint'>;
}

const querystring = z.strictObject({});
const tags = ['access'];
const BODY = ['invalid-request', 'too-large', 'unsupported-media-type', 'forbidden-origin'] as const;
const BUSY = ['rate-limited', 'database-unavailable', 'database-busy'] as const;
const manage = { permission: 'devices:manage' } as const;
const open = { permission: 'public' } as const;

/** How tablets and televisions become devices with a name and a role. */
export function pairingRoutes(root: FastifyInstance, deps: PairingRoutesDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { access, pairings, devices, cookies, serving } = deps;

  app.post(
    '/api/pairings',
    {
      config: manage,
      schema: {
        tags,
        summary: 'Make a code for a device that can read one',
        description:
          'Good once, for two minutes. `urls` are what a QR code is to hold: one for each address of this server, with the fingerprint of its certificate.',
        querystring,
        body: newPairingSchema,
        response: answers(
          { 201: ['The code, and the pages that claim it', pairingSchema] },
          ...BODY,
          'unauthenticated',
          'forbidden',
          'conflict',
          ...BUSY,
        ),
      },
    },
    async (request, reply) => {
      const { actor, address } = doerOf(request);
      const { code, expiresAt } = await pairings.offer({ ...request.body, createdBy: actor }, address);
      const { urls, fingerprint } = serving(request.headers.origin);
      // A device that has only the code can compare what its browser warns of all the same.
      const path = ['#', 'pair', code, ...(fingerprint === null ? [] : [plainHex(fingerprint)])].join('/');
      const pages = urls.map((url) => `${url}/${path}`);
      return reply.code(201).send({ code, urls: pages, fingerprint, expiresAt: new Date(expiresAt).toISOString() });
    },
  );

  app.post(
    '/api/pairings/claim',
    {
      config: open,
      schema: {
        tags,
        summary: 'Join with a code',
        description: 'By the device; sets its cookie. A code that is mistyped, used or too old is answered alike.',
        querystring,
        body: claimPairingSchema,
        response: answers({ 200: ['Joined', claimAnswerSchema] }, ...BODY, 'not-found', 'conflict', ...BUSY),
      },
    },
    async (request, reply) => joined(request, reply, await pairings.claim(request.body.code, placeOf(request))),
  );

  app.post(
    '/api/pairings/requests',
    {
      config: open,
      schema: {
        tags,
        summary: 'Ask to be let in',
        description: 'By a device without camera or keyboard: it shows `code`, and comes for the answer with `claim`.',
        querystring,
        body: z.strictObject({}),
        response: answers({ 201: ['What to show, and what to keep', pairingRequestSchema] }, ...BODY, ...BUSY),
      },
    },
    async (_request, reply) => {
      const { expiresAt, ...request } = await pairings.request();
      return reply.code(201).send({ ...request, expiresAt: new Date(expiresAt).toISOString() });
    },
  );

  app.post(
    '/api/pairings/requests/claim',
    {
      config: open,
      schema: {
        tags,
        summary: 'Come for the answer',
        description: '`waiting` until an admin has approved; then it sets the cookie of the device, once.',
        querystring,
        body: claimRequestSchema,
        response: answers({ 200: ['How it stands', claimAnswerSchema] }, ...BODY, 'not-found', 'conflict', ...BUSY),
      },
    },
    async (request, reply) => {
      const device = await pairings.claimRequest(request.body.claim, placeOf(request));
      return device === null ? reply.send({ state: 'waiting' }) : joined(request, reply, device);
    },
  );

  app.post(
    '/api/pairings/requests/approve',
    {
      config: manage,
      schema: {
        tags,
        summary: 'Let a device in that shows a code',
        querystring,
        body: approvePairingSchema,
        response: answers(
          { 204: ['It may join', z.undefined()] },
          ...BODY,
          'unauthenticated',
          'forbidden',
          'not-found',
          'conflict',
          ...BUSY,
        ),
      },
    },
    async (request, reply) => {
      const { code, ...grant } = request.body;
      const { actor, address } = doerOf(request);
      await pairings.approve(code, { ...grant, createdBy: actor }, address);
      return reply.code(204).send();
    },
  );

  async function joined(request: FastifyRequest, reply: FastifyReply, { device, session }: JoinedDevice) {
    const former = await formerDevice(request);
    if (former !== null) await devices.replace(former, device, addressOf(request));
    const cookie = cookies.write('device', writeSessionKey(session), SESSION_LIFE_MS.device);
    return reply.header('Set-Cookie', cookie).send({ state: 'joined' });
  }

  /** The device that this browser was until now; `null`: none, or one that was taken out. */
  async function formerDevice(request: FastifyRequest): Promise<number | null> {
    const credentials = credentialsOf(request.raw, cookies);
    if (credentials.device === null || credentials.isWindow) return null;
    try {
      return (await access.identify({ ...credentials, bearer: null, session: null })).deviceId;
    } catch (error) {
      if (error instanceof AppError && error.problem.code === 'unauthenticated') return null;
      throw error;
    }
  }
}

function placeOf(request: FastifyRequest): { address: string; userAgent: string | null } {
  return { address: addressOf(request), userAgent: request.headers['user-agent'] ?? null };
}

/** As it stands in an address. */
function plainHex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
