import { z } from 'zod';
import { type DatabaseCheck, databaseCandidateSchema } from './database-check.ts';
import { type DesktopSettings, desktopSettingsSchema } from './desktop-settings.ts';
import type { Language } from './language.ts';

/** Something the person at the window should know, until it is dismissed or over. */
export interface DesktopNotice {
  readonly id:
    | 'crashed'
    | 'settings-broken'
    | 'secrets-unsafe'
    | 'ports-in-use'
    | 'core-failed'
    | 'demo-failed'
    | 'login-failed';
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  /** What happened, what it means and what to do, in plain words. */
  readonly message: string;
  /** A file that says more, which `show-file` opens in its folder; `null` where there is none. */
  readonly file: string | null;
  /** Whether the person may put it away; what needs an answer stays. */
  readonly dismissible: boolean;
}

/** Where a new version stands. */
export type UpdateState =
  /** Why nothing is looked for. */
  | { readonly kind: 'off'; readonly reason: string }
  | { readonly kind: 'idle'; readonly checkedAt: string | null }
  | { readonly kind: 'checking' }
  | { readonly kind: 'failed'; readonly message: string; readonly checkedAt: string }
  /** `deferred`: the person said later, so nothing asks for attention. */
  | { readonly kind: 'available'; readonly version: string; readonly notes: string | null; readonly deferred: boolean }
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  /** Installed when the program ends, or at once if asked. */
  | { readonly kind: 'ready'; readonly version: string; readonly deferred: boolean };

/** One port this program wants and cannot have. */
export interface PortInUse {
  readonly name: 'port' | 'wsPort';
  readonly port: number;
  /** Who has it, for example `node (process 4711)`; `null` where the system does not say. */
  readonly program: string | null;
}

/** The local server for browsers. */
export type ServingState =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'serving';
      /** What others may open, this machine's own first; more than one only while sharing. */
      readonly urls: readonly string[];
      readonly wsPort: number;
      /** SHA-256 of the certificate in hex pairs, to compare with what a browser shows; `null` for plain HTTP. */
      readonly fingerprint: string | null;
    }
  | {
      readonly kind: 'ports-in-use';
      readonly inUse: readonly PortInUse[];
      readonly free: { readonly port: number; readonly wsPort: number };
    }
  | { readonly kind: 'failed'; readonly message: string };

/** How the passwords are kept. */
export type SecretStorage =
  /** Encrypted with a key of the system's keyring. */
  | 'keyring'
  /** No keyring: nothing is kept yet, the person is asked. */
  | 'ask'
  /** No keyring, and the person said: in a file that only this user can read. */
  | 'file'
  /** No keyring, and the person said: not at all, so they type the password after each start. */
  | 'memory';

/** Everything the window knows of the program around it; sent whole whenever something in it changes. */
export interface DesktopState {
  readonly about: {
    readonly version: string;
    readonly electron: string;
    readonly chrome: string;
    readonly node: string;
    readonly platform: string;
    readonly dataFolder: string;
    readonly logFolder: string;
  };
  /** `needed`: no database has been chosen; `password-needed`: the chosen one's password was not kept. */
  readonly setup: 'needed' | 'password-needed' | 'done';
  readonly settings: DesktopSettings;
  /** What is spoken: the language of the settings, or the one that the system asks for. */
  readonly language: Language;
  /** Variables of the environment or `.env` that stand above the settings, for example `DB_HOST`. */
  readonly environment: readonly string[];
  /** Where the orders are, in words: `realtime_orders on db.example:3306`; `null` before the choice. */
  readonly database: string | null;
  readonly serving: ServingState;
  readonly secrets: SecretStorage;
  readonly notices: readonly DesktopNotice[];
  readonly update: UpdateState;
}

/** A demo database can be started, or how to get what it takes: one command or address a line. */
export type DemoOffer =
  | { readonly available: true; readonly program: string }
  | { readonly available: false; readonly message: string; readonly howTo: readonly string[] };

const nothing = z.undefined();
const password = z.string().max(1_024);

/** What each call takes. The main process checks every input against this; a call that is not here does not exist. */
export const DESKTOP_CALL_INPUTS = {
  'get-state': nothing,
  /** Looks and changes nothing. */
  'check-database': databaseCandidateSchema,
  /** Creates or upgrades the schema, then looks again. */
  'prepare-database': databaseCandidateSchema,
  /** Keeps the choice and moves every screen over to it, without a restart. */
  'use-database': databaseCandidateSchema,
  'get-demo-offer': nothing,
  'use-demo': nothing,
  /** After a start without a kept password. */
  'give-password': z.strictObject({ password, setupPassword: password }),
  'keep-secrets': z.enum(['file', 'memory']),
  /** Everything but the database, which has calls of its own. */
  'save-settings': desktopSettingsSchema.omit({ database: true }).partial(),
  'dismiss-notice': z.string().max(64),
  /** Opens the folder of a notice's file. */
  'show-file': z.string().max(64),
  'open-log-folder': nothing,
  'open-data-folder': nothing,
  /** In the system's browser: one of the addresses of `serving`, or a page of it. */
  'open-in-browser': z.enum(['console', 'api-docs']),
  /** Without effect when the window is not in wallboard mode. */
  'leave-wallboard': nothing,
  'check-for-update': nothing,
  'download-update': nothing,
  'defer-update': nothing,
  'install-update': nothing,
} as const satisfies Record<string, z.ZodType>;

export type DesktopCallName = keyof typeof DESKTOP_CALL_INPUTS;
export type DesktopCallInput<Name extends DesktopCallName> = z.input<(typeof DESKTOP_CALL_INPUTS)[Name]>;

/** What the calls answer; all others answer nothing. */
interface DesktopAnswers {
  'get-state': DesktopState;
  'check-database': DatabaseCheck;
  'prepare-database': DatabaseCheck;
  'get-demo-offer': DemoOffer;
}
export type DesktopCallAnswer<Name extends DesktopCallName> = Name extends keyof DesktopAnswers
  ? DesktopAnswers[Name]
  : undefined;

/** A call never rejects: what went wrong comes as one plain sentence. */
export type DesktopResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** What menus, the tray, links and the system tell the window. */
export type DesktopEvent =
  | { readonly type: 'state'; readonly state: DesktopState }
  /** Show this place; `hash` is a route of the console, such as `#/orders/123`. */
  | { readonly type: 'go'; readonly hash: string }
  | { readonly type: 'new-order' }
  | { readonly type: 'find' }
  /** The window went over the whole screen to hang on a wall, or came back from there. */
  | { readonly type: 'wallboard'; readonly on: boolean }
  /** The machine woke up or its network changed: do not believe in waits or silent connections. */
  | { readonly type: 'check-connection' };

/** One conversation with the core over IPC. */
export interface SessionPort {
  /** @param text JSON of a client message */
  send(text: string): void;
  /** Silent: the listener hears nothing more. */
  close(): void;
}

export interface SessionListener {
  /** @param text JSON of a server message */
  message(text: string): void;
  /** Once; not after `close`. @param code a WebSocket close code, see the error list */
  closed(code: number, reason: string): void;
}

/** The only thing the preload script puts into the page, as `window.orderdeck`. */
export interface DesktopBridge {
  call<Name extends DesktopCallName>(
    name: Name,
    input: DesktopCallInput<Name>,
  ): Promise<DesktopResult<DesktopCallAnswer<Name>>>;
  /** @returns a function that ends it */
  onEvent(listener: (event: DesktopEvent) => void): () => void;
  openSession(listener: SessionListener): SessionPort;
}
