import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { windowSizeSchema } from '../../src-shared/order-window.ts';
import { changesPageSchema } from '../../src-shared/rest-api.ts';
import { AppError } from '../base/app-error.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Hub, HubPlace } from '../hub/hub.ts';
import type { CatchUpDeps } from '../session/catch-up.ts';
import { missedChanges } from '../session/missed-changes.ts';
import type { ResumePoint, ResumeTokens } from '../session/resume-token.ts';
import type { SessionOpener } from '../session/session-opener.ts';
import type { Snapshot } from '../session/snapshot.ts';
import { principalOf } from './access-hook.ts';
import { EventStreamSocket } from './event-stream.ts';

export interface ChangesRoutesDeps extends CatchUpDeps {
  readonly hub: Hub;
  readonly sessions: SessionOpener;
  readonly tokens: () => ResumeTokens;
  readonly clock: Clock;
}

/** How long a request waits for a snapshot to begin, in milliseconds. */
const WAIT_MS = 10_000;

const querySchema = z.strictObject({
  token: z.string().max(16_384).optional(),
  /** As in `hello`. */
  window: z.coerce.number().pipe(windowSizeSchema).optional(),
});
type Query = z.infer<typeof querySchema>;

/** The changes for clients without WebSocket: as a stream of server-sent events, and by asking again and again. */
export function changesRoutes(app: FastifyInstance, deps: ChangesRoutesDeps): void {
  app.get<{ Querystring: Query }>(
    '/api/changes/stream',
    {
      config: { permission: 'orders:read', endless: true },
      // Its answer would never end.
      exposeHeadRoute: false,
      schema: { querystring: querySchema, summary: 'Changes as server-sent events', tags: ['changes'] },
    },
    (request, reply) => {
      const token = lastEventId(request.headers['last-event-id']) ?? request.query.token ?? null;
      if (token !== null && deps.hub.place !== null) pointOf(deps, token);
      const { remoteAddress = 'unknown', remotePort = 0 } = request.raw.socket;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      const connection = deps.sessions.openStream(
        new EventStreamSocket(
          reply.raw,
          `${remoteAddress}:${remotePort}`,
          request.headers['user-agent'] ?? null,
          deps.clock,
        ),
        { token, newest: request.query.window ?? null },
        principalOf(request),
      );
      // It may have gone before it was listened to.
      if (reply.raw.destroyed) connection.ended();
      else reply.raw.on('close', () => connection.ended());
    },
  );

  app.get<{ Querystring: Query }>(
    '/api/changes',
    {
      config: { permission: 'orders:read' },
      schema: {
        querystring: querySchema,
        summary: 'Changes since a token (If-None-Match or token), or all orders without one',
        tags: ['changes'],
        response: { 200: changesPageSchema },
      },
    },
    async (request, reply) => {
      const { place } = deps.hub;
      if (place === null)
        throw new AppError('database-unavailable', 'The change log has not been read yet. Try again in a moment.');
      const token = entityTag(request.headers['if-none-match']) ?? request.query.token ?? null;
      const from = token === null ? null : pointOf(deps, token);
      const newest = request.query.window ?? null;
      if (from === null || from.epoch !== place.epoch) return sendSnapshot(deps, newest, reply);
      return sendMissed(deps, place, from, newest, reply);
    },
  );
}

async function sendMissed(
  deps: ChangesRoutesDeps,
  place: HubPlace,
  from: ResumePoint,
  newest: number | null,
  reply: FastifyReply,
) {
  const missed = await fromDatabase(missedChanges(deps, place, from.at));
  switch (missed.kind) {
    case 'passed':
      return sendSnapshot(deps, newest, reply);
    case 'nothing':
      return reply
        .code(304)
        .header('ETag', `"${deps.tokens().encode(from)}"`)
        .send();
    case 'changes': {
      const token = deps.tokens().encode({ epoch: place.epoch, at: missed.at });
      return reply
        .header('ETag', `"${token}"`)
        .send({ recovered: true, changes: missed.changes, token, more: missed.more });
    }
  }
}

async function sendSnapshot(deps: ChangesRoutesDeps, newest: number | null, reply: FastifyReply) {
  const snapshot = await fromDatabase(withinLimit(deps.clock, deps.snapshots.acquire(newest)));
  const token = deps.tokens().encode({ epoch: snapshot.epoch, at: snapshot.at });
  reply.header('ETag', `"${token}"`).type('application/json; charset=utf-8');
  if (!snapshot.isKept) return reply.send(Readable.from(bodyParts(snapshot, token)));
  return reply.send(await fromDatabase(wholeBody(snapshot, token)));
}

// A stream may wait for the database as long as it likes; a request must be answered.
async function withinLimit<T>(clock: Clock, reading: Promise<T>): Promise<T> {
  let limit: Timer | null = null;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError('database-unavailable', 'The database is not ready yet. Try again in a moment.');
    limit = clock.after(WAIT_MS, () => reject(error));
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    (limit as Timer | null)?.cancel();
  }
}

/** @throws AppError for whatever kept the database from answering */
async function fromDatabase<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const detail = 'The data could not be read just now. Come back with the last token.';
    throw new AppError('database-unavailable', detail, { cause: error });
  }
}

async function wholeBody(snapshot: Snapshot, token: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bodyParts(snapshot, token)) parts.push(part);
  return Buffer.concat(parts);
}

async function* bodyParts(snapshot: Snapshot, token: string): AsyncGenerator<Buffer> {
  try {
    const window = snapshot.window === null ? '' : `"window":${JSON.stringify(snapshot.window)},`;
    yield Buffer.from(`{"recovered":false,${window}"orders":[`);
    for (let index = 0; ; index++) {
      const chunk = await snapshot.chunk(index);
      if (chunk === null) break;
      if (index > 0) yield Buffer.from(',');
      yield chunk.rows;
    }
    yield Buffer.from(`],"token":${JSON.stringify(token)}}`);
  } finally {
    snapshot.release();
  }
}

function pointOf(deps: ChangesRoutesDeps, token: string): ResumePoint {
  const point = deps.tokens().decode(token);
  if (point === null)
    throw new AppError('invalid-token', 'The token is damaged or from another database. Ask again without it.');
  return point;
}

function lastEventId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header : null;
}

function entityTag(header: string | undefined): string | null {
  return /^(?:W\/)?"([^"]+)"$/.exec(header ?? '')?.[1] ?? null;
}
