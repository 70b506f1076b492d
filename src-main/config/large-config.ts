import { whole } from './config-values.ts';

/** What matters once a table has millions of rows. */
export const LARGE_VARIABLES = {
  LOG_PARTITION_ROWS: {
    schema: whole(0, 1_000_000_000).refine((rows) => rows === 0 || rows >= 1_000, {
      error: 'takes 0 or a whole number from 1000 to 1000000000',
    }),
    fallback: '0',
    about: 'ids per partition of the change log, which is then cleaned by dropping partitions; 0: no partitions',
  },
  SNAPSHOT_ROWS: {
    schema: whole(1_000, 1_000_000_000),
    fallback: '200000',
    about: 'most orders kept in memory while clients begin; of more, each client is sent a stream of its own',
  },
  CONSOLE_WINDOW_ORDERS: {
    schema: whole(0, 1_000_000),
    fallback: '100000',
    about:
      'newest orders a console holds, besides all that are open; it finds the others by query. 0: it holds every order',
  },
} as const;
