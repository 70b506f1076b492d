import type { Language } from '../../../src-shared/language.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** Every key of the catalogue; a language that lacks one does not compile. */
export type Words = typeof english;

const CATALOGUES: Readonly<Record<Language, Words>> = { en: english, de: german };

/** What the main process says to people, in their language. Ask for it when it is said: it may change meanwhile. */
export let words: Words = english;

export function speak(language: Language): void {
  words = CATALOGUES[language];
}
