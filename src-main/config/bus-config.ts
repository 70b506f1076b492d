import { z } from 'zod';
import { flag } from './config-values.ts';

const ADDRESS = /^rediss?:\/\/[^\s,]+$/;

/** The optional bus between servers of one database. */
export const BUS_VARIABLES = {
  REDIS_URL: {
    schema: z.string().refine((value) => value === '' || value.split(',').every((url) => ADDRESS.test(url.trim())), {
      error: 'takes redis://host:6379 or rediss://…, several separated by commas for a cluster, or nothing',
    }),
    fallback: '',
    about: 'Redis or Valkey between servers of one database: one reads for all; empty: each reads for itself',
  },
  REDIS_CLUSTER: {
    schema: flag,
    fallback: '0',
    about: 'REDIS_URL names nodes of a cluster',
  },
  REDIS_PREFIX: {
    schema: z
      .string()
      .regex(/^[\x21-\x7a]{0,64}$/, 'takes up to 64 letters, digits and signs without spaces and braces'),
    fallback: '',
    about: 'put before every key and channel, where several installations share a Redis',
  },
} as const;
