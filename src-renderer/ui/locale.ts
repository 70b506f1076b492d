import type { Language } from '../../src-shared/language.ts';

/** How numbers and dates are written where the browser names no region for the language. */
const PLAIN: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** Pure: the language with the region of the person, so that an Austrian reads Austrian dates. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  const regional = wanted.find((tag) => primaryOf(tag) === language && tag.includes('-'));
  if (regional === undefined) return PLAIN[language];
  try {
    return Intl.getCanonicalLocales(regional)[0] ?? PLAIN[language];
  } catch {
    // A browser may be told anything.
    return PLAIN[language];
  }
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

let locale = PLAIN.en;
const forgetters = new Set<() => void>();

/** Set once, before the first figure is written. */
export function setLocale(tag: string): void {
  locale = tag;
  for (const forget of forgetters) forget();
}

/** Something that is made for the locale when it is first needed, which is after the locale is known. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly value: T } | null = null;
  forgetters.add(() => {
    made = null;
  });
  return () => {
    made ??= { value: make(locale) };
    return made.value;
  };
}
