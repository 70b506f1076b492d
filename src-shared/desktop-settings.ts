import { z } from 'zod';
import { databaseTlsSchema } from './database-check.ts';
import { LANGUAGE_CHOICES } from './language.ts';

/** The highest limit of an age: a year. */
export const MAX_LIMIT_MINUTES = 525_600;

const port = z.number().int().min(1).max(65_535);

/** Where the orders are. `none`: nobody has chosen yet, so the window asks. */
export const databaseChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** A private server of this program, with sample orders. */
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({
    kind: z.literal('server'),
    host: z.string().min(1),
    port,
    user: z.string().min(1),
    name: z.string().min(1),
    tls: databaseTlsSchema,
    setupUser: z.string(),
  }),
]);
export type DatabaseChoice = z.infer<typeof databaseChoiceSchema>;

/** When to raise a notification of the system. */
export const notificationRulesSchema = z.strictObject({
  /** An order that has been pending for longer, in minutes; `null`: never. */
  pendingMinutes: z.number().int().min(1).max(10_080).nullable(),
  /** A database that has been away for longer, in seconds; `null`: never. */
  databaseLostSeconds: z.number().int().min(1).max(3_600).nullable(),
  /** A new order of one of these customers, compared without regard to case. */
  customers: z.array(z.string().trim().min(1).max(255)).max(100),
  /** What the server finds wrong by itself. */
  alerts: z.boolean(),
});
export type NotificationRules = z.infer<typeof notificationRulesSchema>;

const minutes = z.number().int().min(1).max(MAX_LIMIT_MINUTES);
const RULE = 'the first limit must not be above the second';

/** From which age on orders are shown as urgent, in minutes. */
export const limitSettingsSchema = z
  .strictObject({
    pendingWarnMinutes: minutes,
    pendingLateMinutes: minutes,
    shippedWarnMinutes: minutes,
    shippedLateMinutes: minutes,
  })
  .refine((limits) => limits.pendingWarnMinutes <= limits.pendingLateMinutes, { error: RULE })
  .refine((limits) => limits.shippedWarnMinutes <= limits.shippedLateMinutes, { error: RULE });
export type LimitSettings = z.infer<typeof limitSettingsSchema>;

/** What the desktop program keeps in its settings file. Secrets are not among it. */
export const desktopSettingsSchema = z.strictObject({
  database: databaseChoiceSchema,
  /** Of the window and of everything around it: menu, tray, notifications. */
  language: z.enum(LANGUAGE_CHOICES),
  /** REST, console and `/ws`; and the WebSocket port of its own. */
  ports: z.strictObject({ port, wsPort: port }),
  /** Whether other machines may open the console. */
  sharing: z.boolean(),
  /** People sign in at the window too; otherwise whoever sits there is an admin. */
  windowLock: z.boolean(),
  /** Closing the window leaves the program in the tray. */
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  notifications: notificationRulesSchema,
  limits: limitSettingsSchema,
  updates: z.strictObject({
    /** Look for a new version when the program starts and once a day. */
    check: z.boolean(),
    /** Where new versions are announced; empty: where the package says. */
    feedUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'takes an address with http or https' })]),
  }),
});
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>;

export const DEFAULT_DESKTOP_SETTINGS: DesktopSettings = {
  database: { kind: 'none' },
  language: 'auto',
  ports: { port: 3000, wsPort: 8080 },
  sharing: false,
  windowLock: false,
  closeToTray: false,
  startAtLogin: false,
  notifications: { pendingMinutes: null, databaseLostSeconds: 30, customers: [], alerts: true },
  limits: { pendingWarnMinutes: 60, pendingLateMinutes: 240, shippedWarnMinutes: 2_880, shippedLateMinutes: 7_200 },
  updates: { check: true, feedUrl: '' },
};
