import './ui/zod-settings.ts';
import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import './ui/base.css';
import { type Language, languageFor } from '../src-shared/language.ts';
import { desktopBridge } from './desktop/desktop-bridge.ts';
import { desktopState, followDesktop } from './desktop/desktop-store.ts';
import { startLiveConsole } from './live-console.ts';
import { preferences } from './store/preferences.ts';
import { setText } from './strings.ts';
import { followContrast } from './ui/contrast.ts';
import { localeFor, setLocale } from './ui/locale.ts';

/** So long the server's word on who this is is waited for. */
const ASKED_MS = 2_000;

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the console.');

const bridge = desktopBridge();
const known = followDesktop(bridge);
followContrast();

// The orders are asked for while the words are still on their way.
const live = startLiveConsole(window.location.origin, bridge);

// The views read their words when they are loaded, so the words are there first. Who is before the screen is known
// before anything is offered, unless the server does not answer.
const asked = Promise.race([live.sessions.check(), new Promise((resolve) => setTimeout(resolve, ASKED_MS))]);
void spokenLanguage()
  .then(speak)
  .then(() => Promise.all([import('./draw-console.tsx'), known, asked]))
  .then(([{ drawConsole }]) => drawConsole(place, live));

/** In the desktop window that of the program, so that menu and page are of one language. */
async function spokenLanguage(): Promise<Language> {
  const own = languageFor(preferences.getState().language, navigator.languages);
  if (bridge === null) return own;
  await known;
  return desktopState()?.language ?? own;
}

/** English is part of the page already; any other language is fetched. */
async function speak(chosen: Language): Promise<void> {
  setLocale(localeFor(chosen, navigator.languages));
  document.documentElement.lang = chosen;
  if (chosen === 'en') return;
  const { german } = await import('./strings/de/german.ts');
  setText(german);
  const opening = document.querySelector('.splash-word');
  if (opening !== null) opening.textContent = german.opening;
}
