import type { LanguageChoice } from '../../../src-shared/language.ts';
import type { Contrast, Density } from '../../store/preferences.ts';

const SCHEMES: Record<'auto' | 'light' | 'dark', string> = { auto: 'Like the system', light: 'Light', dark: 'Dark' };
const CONTRASTS: Record<Contrast, string> = { auto: 'Like the system', more: 'High' };
const LANGUAGES: Record<LanguageChoice, string> = { auto: 'Like the browser', en: 'English', de: 'Deutsch' };
const DENSITIES: Record<Density, string> = { compact: 'Compact', normal: 'Normal', touch: 'Touch' };

/** How the console looks and speaks for this person on this machine. */
export const lookText = {
  scheme: 'Colours',
  schemes: SCHEMES,
  contrast: 'Contrast',
  contrastHint: 'High: black on white or white on black, with stronger lines.',
  contrasts: CONTRASTS,
  language: 'Language',
  languageHint: 'The page is loaded again. Dates and numbers follow the region of the browser.',
  languages: LANGUAGES,
  density: 'Row height',
  densities: DENSITIES,
  singleKeys: 'Single-key shortcuts',
  singleKeysHint: 'Such as N for a new order. Off: only shortcuts with Ctrl work.',
  kept: 'Kept in this browser, for you alone.',
  reloadAsks: 'The language changes when the page is loaded again. What is not saved would be lost.',
  reload: 'Reload now',
};
