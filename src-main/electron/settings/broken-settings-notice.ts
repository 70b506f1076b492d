import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { words } from '../words/words.ts';
import type { BrokenSettings } from './settings-file.ts';

/** Tells the person at the window what was wrong with the settings file, and what is used instead. */
export function brokenSettingsNotice({ reason, file, used }: BrokenSettings): DesktopNotice {
  return {
    id: 'settings-broken',
    severity: 'warning',
    title: words.notices.settings.title,
    message: words.notices.settings.message(reason, used, file !== null),
    file,
    dismissible: true,
  };
}
