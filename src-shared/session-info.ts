import { z } from 'zod';
import { roleSchema } from './role.ts';

/** What a client of this server should know of its standing; nothing in it is secret. `GET /api/session` */
export const sessionSchema = z.object({
  /** `local`: this machine only, no sign-in needed. `shared`: open to the network. */
  mode: z.enum(['local', 'shared']),
  /** Who asks; `null`: nobody is signed in, and one has to be. */
  principal: z
    .object({
      kind: z.enum(['local', 'window', 'person', 'device']),
      name: z.string(),
      role: roleSchema,
      /** `null` for whoever needs no session. */
      sessionId: z.string().nullable(),
    })
    .nullable(),
  /** The paired device that asks, also while somebody is signed in at it. */
  device: z.object({ id: z.number().int(), name: z.string(), role: roleSchema }).nullable(),
  /** People may be chosen by name and known by PIN or badge here. */
  quickSwitch: z.boolean(),
  /** Nobody can sign in yet: the server prints a link for the first admin. */
  needsFirstAdmin: z.boolean(),
  /** How many of the newest orders the console asks for (`window` in `hello`); 0: all of them. */
  windowOrders: z.number().int().nonnegative().optional(),
  /** Shown on every screen. */
  warnings: z.array(z.enum(['no-login', 'plain-http'])),
});
export type SessionInfo = z.infer<typeof sessionSchema>;
