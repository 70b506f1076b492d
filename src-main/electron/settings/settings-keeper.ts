import type { DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { Turns } from '../../base/turns.ts';
import type { SettingsFile } from './settings-file.ts';

export type SettingsListener = (now: DesktopSettings, before: DesktopSettings) => void;

/** The settings in use. A change counts when it is on the disk, not before. */
export class SettingsKeeper {
  private readonly listeners = new Set<SettingsListener>();
  private readonly turns = new Turns();

  constructor(
    private readonly file: Pick<SettingsFile, 'save'>,
    private settings: DesktopSettings,
  ) {}

  get current(): DesktopSettings {
    return this.settings;
  }

  /**
   * Keeps the given fields, one change after the other; a field that is `undefined` stays as it is.
   *
   * @throws DesktopCallError in plain words when it cannot be kept; nothing has changed then
   */
  change(patch: { readonly [Name in keyof DesktopSettings]?: DesktopSettings[Name] | undefined }): Promise<void> {
    return this.turns.take(() => this.merge(patch));
  }

  /** Writes them as they are, where the file does not hold them. @throws DesktopCallError when that fails */
  keep(): Promise<void> {
    return this.turns.take(() => this.file.save(this.settings));
  }

  /** @returns a function that ends it */
  onChange(listener: SettingsListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async merge(patch: object): Promise<void> {
    const before = this.settings;
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    const now = { ...before, ...Object.fromEntries(given) };
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    await this.file.save(now);
    this.settings = now;
    for (const listener of [...this.listeners]) listener(now, before);
  }
}
