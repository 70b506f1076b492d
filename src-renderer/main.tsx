import './ui/zod-settings.ts';
import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import './ui/base.css';
import { desktopBridge } from './desktop/desktop-bridge.ts';
import { followDesktop } from './desktop/desktop-store.ts';
import { startLiveConsole } from './live-console.ts';
import { preferences } from './store/preferences.ts';
import { setText } from './strings.ts';
import { followContrast } from './ui/contrast.ts';
import { type Language, languageFor, localeFor, setLocale } from './ui/locale.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the console.');

const language = languageFor(preferences.getState().language, navigator.languages);
setLocale(localeFor(language, navigator.languages));
document.documentElement.lang = language;
followContrast();

// The orders are asked for while the words are still on their way.
const bridge = desktopBridge();
const known = followDesktop(bridge);
const live = startLiveConsole(window.location.origin, bridge);

// The views read their words when they are loaded, so the words are there first.
void speak(language)
  .then(() => Promise.all([import('./draw-console.tsx'), known]))
  .then(([{ drawConsole }]) => drawConsole(place, live));

/** English is part of the page already; any other language is fetched. */
async function speak(chosen: Language): Promise<void> {
  if (chosen === 'en') return;
  const { german } = await import('./strings/de/german.ts');
  setText(german);
  const opening = document.querySelector('.splash-word');
  if (opening !== null) opening.textContent = german.opening;
}
