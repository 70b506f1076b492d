import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ClientList,
  clientListSchema,
  type DatabaseReport,
  databaseReportSchema,
  type ErrorList,
  errorListSchema,
  type GapReport,
  gapReportSchema,
} from '../../src-shared/stats-details.ts';
import { type StatsHistory, statsHistoryQuerySchema, statsHistorySchema } from '../../src-shared/stats-history.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});
const tags = ['operations'];
const REFUSED = ['invalid-request', 'forbidden-origin', 'forbidden', 'rate-limited'] as const;

export interface StatsDetails {
  /** @param since `next` of an earlier answer */
  readonly history: (since: string | undefined) => StatsHistory;
  readonly clients: () => ClientList;
  readonly errors: () => ErrorList;
  readonly gaps: () => Promise<GapReport>;
  readonly checkDatabase: () => Promise<DatabaseReport>;
  readonly repairDatabase: () => Promise<DatabaseReport>;
}

/** What the Monitor draws and lists beside the figures of `/api/stats`, and the look at the database. */
export function statsRoutes(root: FastifyInstance, details: StatsDetails): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/stats/history',
    {
      config: { permission: 'stats:read' },
      schema: {
        tags,
        summary: 'The measurements of the last hour',
        description:
          'One every five seconds, and changes counted per minute of the last hour and per quarter of an hour of the last two days. With `since` only the measurements after that answer.',
        querystring: statsHistoryQuerySchema,
        response: answers({ 200: ['The measurements', statsHistorySchema] }, 'invalid-request', 'rate-limited'),
      },
    },
    async (request) => details.history(request.query.since),
  );

  app.get(
    '/api/stats/clients',
    {
      config: { permission: 'server:inspect' },
      schema: {
        tags,
        summary: 'Who is connected',
        querystring: noQuery,
        response: answers({ 200: ['The sessions', clientListSchema] }, 'invalid-request', 'rate-limited'),
      },
    },
    async () => details.clients(),
  );

  app.get(
    '/api/stats/errors',
    {
      config: { permission: 'server:inspect' },
      schema: {
        tags,
        summary: 'The last warnings and errors of the log',
        querystring: noQuery,
        response: answers(
          { 200: ['What was logged, newest first', errorListSchema] },
          'invalid-request',
          'rate-limited',
        ),
      },
    },
    async () => details.errors(),
  );

  app.get(
    '/api/stats/gaps',
    {
      config: { permission: 'server:inspect' },
      schema: {
        tags,
        summary: 'Open gaps of the change log and what holds them',
        querystring: noQuery,
        response: answers(
          { 200: ['Gaps and open transactions', gapReportSchema] },
          'invalid-request',
          'rate-limited',
          'database-unavailable',
          'database-busy',
        ),
      },
    },
    async () => details.gaps(),
  );

  app.post(
    '/api/database/check',
    {
      config: { permission: 'database:check' },
      schema: {
        tags,
        summary: 'Look at the whole database',
        description: 'The way to it, grants, triggers, indexes, versions, clock and log. Changes nothing.',
        querystring: noQuery,
        response: answers({ 200: ['What was found', databaseReportSchema] }, ...REFUSED),
      },
    },
    async () => details.checkDatabase(),
  );

  app.post(
    '/api/database/repair',
    {
      config: { permission: 'database:repair', audit: { kind: 'database-repaired' } },
      schema: {
        tags,
        summary: 'Make the tables, indexes and triggers that are missing',
        description: 'As far as the users of this server may; the answer says what was done and what is left.',
        querystring: noQuery,
        response: answers({ 200: ['What was done and what is left', databaseReportSchema] }, ...REFUSED),
      },
    },
    async () => details.repairDatabase(),
  );
}
