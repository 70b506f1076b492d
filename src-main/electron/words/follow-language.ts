import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { languageFor } from '../../../src-shared/language.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { speak } from './words.ts';

/**
 * Speaks the language of the settings, now and whenever it becomes another. Call before anything else follows the
 * store.
 *
 * @param wanted tags of the languages of the system, the best first
 * @returns what tells a listener that what it has said already is to be said anew
 */
export function followLanguage(store: DesktopStore, wanted: readonly string[]): (retell: () => void) => void {
  const listeners: (() => void)[] = [];
  const follow = ({ settings }: DesktopState): void => {
    const language = languageFor(settings.language, wanted);
    if (language === store.current.language) return;
    speak(language);
    store.set({ language });
    store.retell();
    for (const retell of listeners) retell();
  };
  follow(store.current);
  store.onChange(follow);
  return (retell) => {
    listeners.push(retell);
  };
}
