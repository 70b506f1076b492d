import { z } from 'zod';

/** How the connection to MySQL is protected: not at all, with a certificate that is checked, or one that is not. */
export const databaseTlsSchema = z.enum(['off', 'verify', 'no-verify']);
export type DatabaseTls = z.infer<typeof databaseTlsSchema>;

/** A MySQL server as somebody typed it in. */
export const databaseCandidateSchema = z.strictObject({
  host: z.string().trim().min(1, 'takes a host name or address').max(255),
  port: z.number().int().min(1, 'takes a number from 1 to 65535').max(65_535, 'takes a number from 1 to 65535'),
  user: z.string().min(1, 'takes a user name').max(128),
  /** `null`: the one that is kept already. */
  password: z.string().max(1_024).nullable(),
  name: z.string().regex(/^[A-Za-z0-9_$-]{1,64}$/, 'takes 1 to 64 letters, digits, _, $ or -'),
  tls: databaseTlsSchema,
  /** Who may create and upgrade the schema; empty: `user` does. */
  setupUser: z.string().max(128),
  setupPassword: z.string().max(1_024).nullable(),
});
export type DatabaseCandidate = z.infer<typeof databaseCandidateSchema>;

/** What is looked at, in this sequence: a step that fails ends the look, the rest is `skipped`. */
export const DATABASE_CHECK_STEPS = ['host', 'port', 'login', 'version', 'database', 'rights', 'schema'] as const;

export const databaseCheckStepSchema = z.object({
  step: z.enum(DATABASE_CHECK_STEPS),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  /** In plain words: what was found and what it means. */
  message: z.string(),
  /** What repairs it, ready to copy: a statement, a command or a line of a settings file; `null` where there is none. */
  repair: z.string().nullable(),
  /** The field of the candidate to look at; `null` where it is none of them. */
  field: z.enum(['host', 'port', 'user', 'password', 'name', 'tls', 'setupUser']).nullable(),
});
export type DatabaseCheckStep = z.infer<typeof databaseCheckStepSchema>;

export const databaseCheckSchema = z.object({
  /** For example `MySQL 9.7.4`; `null` when it was not reached. */
  server: z.string().nullable(),
  /** One entry for each step, in their sequence. */
  steps: z.array(databaseCheckStepSchema),
  /**
   * What can be done now: `fix` what failed; let the schema be created (with the database, where that is missing) or
   * upgraded; or use it as it is.
   */
  next: z.enum(['fix', 'create-schema', 'upgrade-schema', 'use']),
  /** How many orders it holds, roughly where they are many; `null` when there is no such table or no right to look. */
  orders: z.number().nullable(),
});
export type DatabaseCheck = z.infer<typeof databaseCheckSchema>;
