import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_DESKTOP_SETTINGS, type DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { words } from '../words/words.ts';
import { type FileOperations, writeAtomically, writeFailure } from './atomic-file.ts';
import { parseSettings, SettingsError } from './parse-settings.ts';

export interface SettingsFileOptions {
  /** The folder of the user's data. */
  readonly folder: string;
  /** Milliseconds since 1970, for the name of a file that is set aside. */
  readonly now: () => number;
  readonly files?: FileOperations;
}

/** A settings file that could not be used. */
export interface BrokenSettings {
  /** What was wrong: the field and why, as a sentence. */
  readonly reason: string;
  /** Where the broken file is now; `null` when there was none, or it could not be moved. */
  readonly file: string | null;
  /** What is used in its place. */
  readonly used: 'last good copy' | 'defaults';
}

export interface LoadedSettings {
  readonly settings: DesktopSettings;
  readonly broken: BrokenSettings | null;
  /** Fields that this version does not know. */
  readonly unknown: readonly string[];
  /** Whether the files do not hold what is used: `save` puts that right. */
  readonly stale: boolean;
}

const FILE_MODE = 0o600;

/** The settings on the disk: one JSON file, and beside it a copy of what was last known to be good. */
export class SettingsFile {
  readonly path: string;
  private readonly copy: string;

  constructor(private readonly options: SettingsFileOptions) {
    this.path = join(options.folder, 'settings.json');
    this.copy = join(options.folder, 'settings.previous.json');
  }

  /** Never throws: a file that cannot be used is set aside, and what is used in its place is said. */
  load(): LoadedSettings {
    const text = readText(this.path);
    const copied = this.readCopy();
    if (text === null && copied === null) {
      return { settings: DEFAULT_DESKTOP_SETTINGS, broken: null, unknown: [], stale: false };
    }
    try {
      if (text === null) throw new SettingsError(words.calls.files.missing);
      if (text instanceof Error) throw new SettingsError(words.calls.files.unreadable(text.message));
      const { settings, unknown } = parseSettings(text);
      return { settings, unknown, broken: null, stale: text !== copied?.text };
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      const broken: BrokenSettings = {
        reason: error.message,
        file: text === null ? null : this.setAside(),
        used: copied === null ? 'defaults' : 'last good copy',
      };
      return { settings: copied?.settings ?? DEFAULT_DESKTOP_SETTINGS, broken, unknown: [], stale: true };
    }
  }

  /**
   * Keeps the settings, and the copy of them.
   *
   * @throws DesktopCallError in plain words; the former file is then still there
   */
  async save(settings: DesktopSettings): Promise<void> {
    const text = `${JSON.stringify(settings, null, 2)}\n`;
    try {
      await writeAtomically(this.path, text, FILE_MODE, this.options.files);
    } catch (error) {
      throw new DesktopCallError(words.calls.files.settingsNotChanged(writeFailure(error), this.path));
    }
    // The settings are kept; without the copy there is only less to fall back to, and the next save writes it.
    await writeAtomically(this.copy, text, FILE_MODE, this.options.files).catch(() => undefined);
  }

  private readCopy(): { readonly settings: DesktopSettings; readonly text: string } | null {
    const text = readText(this.copy);
    if (typeof text !== 'string') return null;
    try {
      return { settings: parseSettings(text).settings, text };
    } catch (error) {
      if (error instanceof SettingsError) return null;
      throw error;
    }
  }

  private setAside(): string | null {
    const time = new Date(this.options.now()).toISOString().replace(/[:.]/g, '-');
    const target = join(this.options.folder, `settings.broken-${time}.json`);
    try {
      renameSync(this.path, target);
      return target;
    } catch {
      // No right to write in the folder: it stays where it is, and nothing will be written over it either.
      return null;
    }
  }
}

/** @returns `null` when there is no such file */
function readText(path: string): string | Error | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : (error as Error);
  }
}
