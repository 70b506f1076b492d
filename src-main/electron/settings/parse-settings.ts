import {
  DEFAULT_DESKTOP_SETTINGS,
  type DesktopSettings,
  databaseChoiceSchema,
  desktopSettingsSchema,
} from '../../../src-shared/desktop-settings.ts';
import { words } from '../words/words.ts';

/** What is wrong with the text of a settings file: the field and why, as a sentence. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface ParsedSettings {
  readonly settings: DesktopSettings;
  /** Fields this version does not know, for example `updates.channel`: a newer version wrote them. */
  readonly unknown: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** What a server of an older file may lack. */
const SERVER_DEFAULTS = { tls: 'off', setupUser: '' };

/**
 * Reads the text of a settings file. What an older version did not write yet has its default.
 *
 * @throws SettingsError naming the first field that is wrong
 */
export function parseSettings(text: string): ParsedSettings {
  const given = parseJson(text);
  const unknown: string[] = [];
  const filled = fill(DEFAULT_DESKTOP_SETTINGS, given, '', unknown);
  const parsed = desktopSettingsSchema.safeParse(filled);
  if (parsed.success) return { settings: parsed.data, unknown };
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>((at, key) => (isFields(at) || Array.isArray(at) ? at[key as never] : at), filled);
  throw new SettingsError(
    `${path.join('.')} holds ${JSON.stringify(value)}: ${issue?.message ?? 'that is not allowed'}.`,
  );
}

function parseJson(text: string): Fields {
  let value: unknown;
  try {
    // Editors on Windows begin a file with a mark of its encoding.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new SettingsError(text.trim() === '' ? words.calls.files.empty : `${(error as Error).message}.`);
  }
  if (!isFields(value)) throw new SettingsError(words.calls.files.noSettings);
  return value;
}

function fill(defaults: Fields, given: Fields, path: string, unknown: string[]): Fields {
  for (const name of Object.keys(given)) if (!Object.hasOwn(defaults, name)) unknown.push(path + name);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) => {
      const value = Object.hasOwn(given, name) ? given[name] : fallback;
      // Which fields the database has depends on its kind.
      if (path === '' && name === 'database') return [name, fillDatabase(value, unknown)];
      const deeper = isFields(fallback) && isFields(value);
      return [name, deeper ? fill(fallback, value, `${path}${name}.`, unknown) : value];
    }),
  );
}

function fillDatabase(value: unknown, unknown: string[]): unknown {
  if (!isFields(value)) return value;
  const schema = databaseChoiceSchema.options.find(({ shape }) => shape.kind.value === value.kind);
  if (schema === undefined) return value;
  const isKnown = (name: string) => Object.hasOwn(schema.shape, name);
  for (const name of Object.keys(value)) if (!isKnown(name)) unknown.push(`database.${name}`);
  const known = Object.fromEntries(Object.entries(value).filter(([name]) => isKnown(name)));
  return value.kind === 'server' ? { ...SERVER_DEFAULTS, ...known } : known;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
