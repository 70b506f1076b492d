import { z } from 'zod';
import { flag, list, whole } from './config-values.ts';

const address = z.url({ protocol: /^https?$/ });

/** When somebody is told that something is wrong, and how. A limit of 0 switches its rule off. */
export const ALERT_VARIABLES = {
  ALERT_DATABASE_AWAY_SECONDS: {
    schema: whole(0, 86_400),
    fallback: '10',
    about: 'alert when the database has been away for so many seconds; 0: never',
  },
  ALERT_LAG_MS: {
    schema: whole(0, 3_600_000),
    fallback: '500',
    about: 'alert when the 95th percentile of a minute, from commit to sending, is above so many ms for 30 s; 0: never',
  },
  ALERT_GAP_AGE_SECONDS: {
    schema: whole(0, 604_800),
    fallback: '300',
    about: 'alert when a transaction that changed orders has been open for so many seconds; 0: never',
  },
  ALERT_ERRORS_PER_MINUTE: {
    schema: whole(0, 1_000_000),
    fallback: '30',
    about: 'alert when more errors than that are logged in a minute; 0: never',
  },
  ALERT_DRIFT: {
    schema: flag,
    fallback: '1',
    about: 'alert when the table of orders was changed past its log',
  },
  ALERT_LOG_MB: {
    schema: whole(0, 100_000_000),
    fallback: '10240',
    about: 'alert when the change log and the history of orders take more MiB of disk; 0: never',
  },
  ALERT_WEBHOOK_URLS: {
    schema: list.refine((urls) => urls.every((url) => address.safeParse(url).success), {
      error: 'takes addresses with http or https, separated by commas',
    }),
    fallback: '',
    about: 'addresses that are sent each alert, separated by commas',
  },
  ALERT_WEBHOOK_SECRET: {
    schema: z.string().refine((value) => value === '' || value.length >= 24, { error: 'takes at least 24 characters' }),
    fallback: '',
    about: 'key that signs them; needed with ALERT_WEBHOOK_URLS',
  },
  ALERT_WEBHOOK_HOURS: {
    schema: whole(1, 168),
    fallback: '24',
    about: 'hours for which a message that is not taken is tried again before it is put aside',
  },
} as const;
