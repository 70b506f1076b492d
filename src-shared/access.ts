import { z } from 'zod';
import { roleSchema } from './role.ts';

/** People and devices are known by a name of their own, which is also what the change log calls them. */
export const accessNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'must not contain control characters');
/** What the change log calls whoever acts without a sign-in here (console@window, root@localhost, root@10.0.0.7). */
const AUTOMATIC_ACTOR = /^console@|@(window|localhost|\d{1,3}\.\d)/i;
/** For who is added or given another name; those who have such a name already still sign in by it. */
export const newAccessNameSchema = accessNameSchema.refine((name) => !AUTOMATIC_ACTOR.test(name.normalize('NFKC')), {
  error: 'must not look like console@window or root@localhost: so the history calls whoever is not signed in',
});
/** Length counts, not kinds of characters (OWASP ASVS 2.1). What is easy to guess is refused by `isEasyPassword`. */
export const passwordSchema = z.string().min(12, 'must have at least 12 characters').max(128);
/** Only good on a paired device or at the window of the desktop program. */
export const pinSchema = z.string().regex(/^\d{4,12}$/, 'must be 4 to 12 digits');
/** What the scanner reads from a badge. */
export const badgeSchema = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces');
const secret = z.string().min(1).max(128);

/** `POST /api/session`: sets the cookie. PIN and badge work where `quickSwitch` says so. */
export const signInSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('password'), name: accessNameSchema, password: secret }),
  z.strictObject({ by: z.literal('pin'), personId: z.number().int().positive(), pin: secret }),
  z.strictObject({ by: z.literal('badge'), badge: secret }),
]);
export type SignIn = z.infer<typeof signInSchema>;

/** `POST /api/session/password` */
export const passwordChangeSchema = z.strictObject({ current: secret, password: passwordSchema });

/** `POST /api/first-admin`: once, with the code of the link that the server printed. */
export const firstAdminSchema = z.strictObject({ code: secret, name: newAccessNameSchema, password: passwordSchema });

/** `POST /api/token` */
export const tokenRequestSchema = z.discriminatedUnion('grant_type', [
  z.strictObject({ grant_type: z.literal('password'), username: accessNameSchema, password: secret }),
  z.strictObject({ grant_type: z.literal('refresh_token'), refresh_token: z.string().min(1).max(512) }),
]);
/** Field names of RFC 6749. `expires_in` is in seconds. */
export const tokenAnswerSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
  refresh_token: z.string(),
});
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

/** `GET /api/people` */
export const personSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  hasPin: z.boolean(),
  hasBadge: z.boolean(),
  /** Until then nobody can sign in by this name; ISO 8601 UTC. */
  lockedUntil: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  createdAt: z.string(),
});
export type Person = z.infer<typeof personSchema>;
/** `POST /api/people` */
export const newPersonSchema = z.strictObject({
  name: newAccessNameSchema,
  role: roleSchema,
  password: passwordSchema.optional(),
  pin: pinSchema.optional(),
  badge: badgeSchema.optional(),
});
/** `PUT /api/people/:id`: what is left out stays; `null` takes a PIN, badge or password away. */
export const personChangesSchema = z.strictObject({
  name: newAccessNameSchema.optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
  password: passwordSchema.nullable().optional(),
  pin: pinSchema.nullable().optional(),
  badge: badgeSchema.nullable().optional(),
});
/** `GET /api/session/people`: those who may be chosen on a shared bench. */
export const benchPeopleSchema = z.array(z.object({ id: z.number().int(), name: z.string(), role: roleSchema }));
export type BenchPeople = z.infer<typeof benchPeopleSchema>;

/** `GET /api/sessions`: where people, programs and devices are signed in. */
export const sessionEntrySchema = z.object({
  id: z.string(),
  kind: z.enum(['browser', 'program', 'device']),
  person: z.string().nullable(),
  device: z.string().nullable(),
  address: z.string(),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
});
export type SessionEntry = z.infer<typeof sessionEntrySchema>;

/** `GET /api/devices` */
export const deviceSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: roleSchema,
  createdBy: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
  lastAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Open connections right now, on this server. */
  connections: z.number().int(),
});
export type Device = z.infer<typeof deviceSchema>;
export const deviceChangesSchema = z.strictObject({
  name: newAccessNameSchema.optional(),
  role: roleSchema.optional(),
});

/** `POST /api/pairings`: an admin makes a code for a device with a camera. Good once, for two minutes. */
export const newPairingSchema = z.strictObject({ name: newAccessNameSchema, role: roleSchema });
export const pairingSchema = z.object({
  code: z.string(),
  /** One for each address of this server; the page behind it claims the code. */
  urls: z.array(z.string()),
  /** SHA-256 of the certificate, in hex pairs; `null` for plain HTTP. */
  fingerprint: z.string().nullable(),
  expiresAt: z.string(),
});
export type Pairing = z.infer<typeof pairingSchema>;
/** `POST /api/pairings/claim`, by the device: answers a session and sets the device's cookie. */
export const claimPairingSchema = z.strictObject({ code: z.string().min(1).max(64) });

/** `POST /api/pairings/requests`, by a device without camera or keyboard: it shows `code` and waits for an admin. */
export const pairingRequestSchema = z.object({ code: z.string(), claim: z.string(), expiresAt: z.string() });
export type PairingRequest = z.infer<typeof pairingRequestSchema>;
/** `POST /api/pairings/requests/claim`: `waiting` until an admin has approved; then it sets the device's cookie. */
export const claimRequestSchema = z.strictObject({ claim: z.string().min(1).max(128) });
export const claimAnswerSchema = z.object({ state: z.enum(['waiting', 'joined']) });
/** `POST /api/pairings/requests/approve`, by an admin. */
export const approvePairingSchema = z.strictObject({
  code: z.string().min(1).max(64),
  name: newAccessNameSchema,
  role: roleSchema,
});

export const AUDIT_KINDS = [
  'sign-in',
  'sign-in-refused',
  'sign-out',
  'switched',
  'first-admin',
  'refused',
  'person-added',
  'person-changed',
  'person-removed',
  'password-changed',
  'session-revoked',
  'token-reused',
  'pairing-offered',
  'device-joined',
  'device-changed',
  'device-removed',
  'export',
  'import',
  'database-repaired',
  'settings-changed',
  'diagnostics',
] as const;
export const auditKindSchema = z.enum(AUDIT_KINDS);
export type AuditKind = z.infer<typeof auditKindSchema>;
/** What a record may say besides; the console has words for each. */
export const AUDIT_FACTS = [
  'name',
  'newName',
  'formerName',
  'role',
  'formerRole',
  'from',
  'bench',
  'by',
  'what',
  'why',
  'command',
  'method',
  'path',
  'disabled',
  'password',
  'pin',
  'badge',
  'session',
  'orders',
  'q',
  'status',
  'sort',
  'sharing',
  'windowLock',
  'database',
  'updatesFrom',
  'times',
] as const;
export type AuditFact = (typeof AUDIT_FACTS)[number];
/** Never a secret. */
export type AuditDetail = { readonly [Fact in AuditFact]?: string | number | boolean | null };

/** `GET /api/audit?limit&before&kind`, newest first. */
export const auditQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  /** An id: only what is older. */
  before: z.coerce.number().int().positive().optional(),
  kind: auditKindSchema.optional(),
});
export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.string(),
  kind: auditKindSchema,
  actor: z.string(),
  address: z.string(),
  /** Facts by kind, such as `name`, `role`, `why`; never a secret. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = z.object({ entries: z.array(auditEntrySchema), next: z.number().int().nullable() });
export type AuditPage = z.infer<typeof auditPageSchema>;
