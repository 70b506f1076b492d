import { z } from 'zod';
import { whole } from './config-values.ts';

/** Where reads may go besides the primary. */
export const REPLICA_VARIABLES = {
  DB_REPLICA_HOST: {
    schema: z.string(),
    fallback: '',
    about: 'replica for snapshots, lists and histories; empty: none',
  },
  DB_REPLICA_PORT: {
    schema: whole(1, 65_535),
    fallback: '3306',
    about: 'its port',
  },
  DB_REPLICA_USER: { schema: z.string(), fallback: '', about: 'user for it; empty: DB_USER' },
  DB_REPLICA_PASSWORD: {
    schema: z.string(),
    fallback: '',
    about: 'its password; empty: DB_PASSWORD',
  },
} as const;
