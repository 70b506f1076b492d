import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Alert, AlertList } from '../src-shared/alert.ts';
import { alertLimits } from './alerts/alert-limits.ts';
import { AlertWatch } from './alerts/alert-watch.ts';
import { postWebhook } from './alerts/post-webhook.ts';
import { serverFigures } from './alerts/server-figures.ts';
import { WebhookOutbox } from './alerts/webhook-outbox.ts';
import { Webhooks } from './alerts/webhooks.ts';
import type { Feed } from './app-feed.ts';
import { serverLabel } from './app-stats.ts';
import type { Clock, Timer } from './base/clock.ts';

import type { Config } from './config/config.ts';
import { alertRoutes } from './http/alert-routes.ts';
import { readLogBytes } from './mysql/log-size.ts';
import type { Logger } from './observability/logger.ts';

export interface AppAlertsOptions {
  readonly config: Config;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly errorsPerMinute: () => number;
  /** One has begun or is over. */
  readonly told: (alert: Alert) => void;
}

/** What watches the figures and tells the log, the desktop and other programs. */
export interface AppAlerts {
  readonly routes: (app: FastifyInstance) => void;
  list(): AlertList;
  /** @throws Error when the folder of messages cannot be used */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The size of the log changes slowly and is asked of the database. */
const SIZE_MS = 60_000;
const HOUR_MS = 3_600_000;

export function createAppAlerts(options: AppAlertsOptions): AppAlerts {
  const { config, feed, clock, logger } = options;
  const webhooks = createWebhooks(options);
  let logBytes: number | null = null;
  let sizeTimer: Timer | null = null;
  const measure = (): void => {
    // One server tells for all of them.
    if (!feed.cleanup.isLeader || feed.status.state !== 'live') {
      logBytes = null;
      return;
    }
    readLogBytes(feed.database).then(
      (bytes) => {
        logBytes = bytes;
      },
      (error: unknown) => logger.warn({ error }, `The size of the change log is not known: ${feed.explain(error)}`),
    );
  };
  const watch = new AlertWatch({
    clock,
    limits: alertLimits(config),
    figures: serverFigures({
      clock,
      feed: () => feed.status.state,
      lagP95Ms: () => feed.lag.percentiles()?.p95 ?? null,
      oldestGapMs: () => feed.poller.gaps.oldestMs,
      errorsPerMinute: options.errorsPerMinute,
      driftsFound: () => feed.audit.driftsFound,
      logBytes: () => logBytes,
    }),
    newId: () => randomBytes(9).toString('hex'),
    told(alert) {
      logAlert(logger, alert);
      options.told(alert);
      webhooks?.send(messageOf(alert, feed.serverId, options.version)).catch((error: unknown) => {
        logger.error({ error, alert: alert.rule }, 'A message about an alert could not be put on disk and is lost');
      });
    },
  });
  const list = (): AlertList => ({
    active: [...watch.active],
    ended: [...watch.ended],
    webhooks: webhooks?.figures ?? null,
  });
  return {
    routes: (app) => alertRoutes(app, { list, retryUndelivered: async () => webhooks?.retryUndelivered() ?? 0 }),
    list,
    async start() {
      await webhooks?.start();
      await watch.start();
      if (config.ALERT_LOG_MB > 0) sizeTimer = clock.every(SIZE_MS, measure);
    },
    async stop() {
      sizeTimer?.cancel();
      await watch.stop();
      await webhooks?.stop();
    },
  };
}

function createWebhooks({ config, clock, logger }: AppAlertsOptions): Webhooks | null {
  if (config.ALERT_WEBHOOK_URLS.length === 0) return null;
  return new Webhooks({
    outbox: new WebhookOutbox(join(config.STATE_DIR, 'webhooks')),
    urls: config.ALERT_WEBHOOK_URLS,
    secret: config.ALERT_WEBHOOK_SECRET,
    giveUpMs: config.ALERT_WEBHOOK_HOURS * HOUR_MS,
    post: postWebhook,
    newId: () => `msg_${randomBytes(12).toString('hex')}`,
    clock,
    random: Math.random,
    logger,
  });
}

function logAlert(logger: Logger, alert: Alert): void {
  const { id, rule, value, limit, since, endedAt } = alert;
  const facts = { alert: rule, alertId: id, value, limit, since };
  if (endedAt === null) logger.warn(facts, `Alert: ${alert.message}`);
  else logger.info({ ...facts, endedAt }, `Over: ${alert.message}`);
}

/** What is sent to other programs: one JSON object, its form as documented in docs/alerts.md. */
function messageOf(alert: Alert, serverId: string, version: string): string {
  return JSON.stringify({
    type: alert.endedAt === null ? 'alert.raised' : 'alert.ended',
    timestamp: alert.endedAt ?? alert.since,
    data: { ...alert, server: { id: serverId, label: serverLabel(), version } },
  });
}
