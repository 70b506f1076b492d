import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import type { BrokenSettings } from './settings-file.ts';

/** Tells the person at the window what was wrong with the settings file, and what is used instead. */
export function brokenSettingsNotice({ reason, file, used }: BrokenSettings): DesktopNotice {
  const instead = used === 'defaults' ? 'The defaults are in use' : 'The last settings known to be good are in use';
  const kept = file === null ? '' : ' The broken file is kept beside it, so that nothing in it is lost.';
  return {
    id: 'settings-broken',
    severity: 'warning',
    title: 'The settings file could not be used',
    message: `${reason} ${instead}; please look whether they are what you want.${kept}`,
    file,
    dismissible: true,
  };
}
