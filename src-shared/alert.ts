import { z } from 'zod';

/** What the server watches by itself. Each has a limit of its own in the configuration. */
export const ALERT_RULES = ['database-away', 'lag', 'gap-age', 'errors', 'drift', 'log-size'] as const;
export const alertRuleSchema = z.enum(ALERT_RULES);
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** One time that a figure was above its limit. Units: see `ALERT_UNITS`. */
export const alertSchema = z.object({
  /** The same in every message about it. */
  id: z.string(),
  rule: alertRuleSchema,
  /** The worst value so far. */
  value: z.number(),
  limit: z.number(),
  /** In plain words, and what to do. */
  message: z.string(),
  /** ISO 8601 UTC. */
  since: z.string(),
  /** ISO 8601 UTC; `null` while it lasts. */
  endedAt: z.string().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

export const ALERT_UNITS: Readonly<Record<AlertRule, 's' | 'ms' | 'per-minute' | 'times' | 'MiB'>> = {
  'database-away': 's',
  lag: 'ms',
  'gap-age': 's',
  errors: 'per-minute',
  drift: 'times',
  'log-size': 'MiB',
};

/** How many that have ended are kept. */
export const ENDED_ALERTS_KEPT = 50;

/** How the messages to other programs fare; counted since the start. */
export const webhookFiguresSchema = z.object({
  targets: z.number(),
  /** Under way, or waiting for their next attempt. */
  pending: z.number(),
  delivered: z.number(),
  /** Attempts that failed. */
  failures: z.number(),
  /** Given up and kept, until somebody has them sent again. */
  undelivered: z.number(),
  /** Why the last attempt failed, in plain words; `null` when the last one succeeded. */
  problem: z.string().nullable(),
});
export type WebhookFigures = z.infer<typeof webhookFiguresSchema>;

/** `GET /api/alerts` */
export const alertListSchema = z.object({
  active: z.array(alertSchema),
  /** The newest first. */
  ended: z.array(alertSchema),
  /** `null`: none are configured. */
  webhooks: webhookFiguresSchema.nullable(),
});
export type AlertList = z.infer<typeof alertListSchema>;

/** `POST /api/alerts/undelivered/retry` */
export const retriedSchema = z.object({ retried: z.number() });
