import { afterEach, describe, expect, it } from 'vitest';
import { german } from '../../src-renderer/strings/de/german.ts';
import { english as fromTheStart } from '../../src-renderer/strings/en/english.ts';
import { laterText } from '../../src-renderer/strings/en/later-text.ts';
import { setText } from '../../src-renderer/strings.ts';
import { fieldErrorsOf } from '../../src-renderer/ui/field-errors.ts';
import { formatAge, formatMs, formatNumber, formatSpan } from '../../src-renderer/ui/format.ts';
import { localeFor, setLocale } from '../../src-renderer/ui/locale.ts';
import { relativeTime } from '../../src-renderer/ui/time.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { languageFor } from '../../src-shared/language.ts';
import { orderTextSchema } from '../../src-shared/order.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { catalogueLines } from '../support/catalogue-lines.ts';
import { ENGLISH_WORD } from '../support/english-words.ts';

const english = { ...fromTheStart, ...laterText };

afterEach(() => setLocale('en-GB'));

describe('the language', () => {
  it('[LANG-1] is the chosen one, or the first of the browser that the console speaks', () => {
    expect(languageFor('de', ['en-US'])).toBe('de');
    expect(languageFor('auto', ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageFor('auto', ['fr'])).toBe('en');
    expect(languageFor('auto', [])).toBe('en');
  });

  it('[LANG-2] is written as in the region of the person', () => {
    expect(localeFor('de', ['en-US', 'de-AT'])).toBe('de-AT');
    expect(localeFor('de', ['en-US'])).toBe('de-DE');
    expect(localeFor('en', ['en-US'])).toBe('en-US');
    expect(localeFor('en', ['en'])).toBe('en-GB');
    expect(localeFor('en', ['en-?!'])).toBe('en-GB');
  });

  it('[LANG-3] decides how figures and times are written, from the first one on', () => {
    expect(formatNumber(1_204)).toBe('1,204');
    setLocale('de-DE');
    expect(formatNumber(12_040)).toBe('12.040');
    expect([0.42, 1_240].map(formatMs)).toEqual(['0,4 ms', '1,2 s']);
    expect(formatAge(400)).toBe('0,4 s');
    expect(formatSpan(90_000_000)).toBe('1 T 1 h');
    const now = new Date(2025, 8, 13, 14, 3, 22).getTime();
    expect(relativeTime(new Date(2024, 7, 9).toISOString(), now)).toBe('9. Aug. 2024');
  });
});

/** Words that are the same in both languages, or names. */
const ALIKE = new Set([
  ...['Orderdeck', 'Monitor', 'Live', 'live', '–', '', 'Status', 'Version', 'WebSocket', 'UTC', 'MIT', 'Server'],
  ...['System', 'Linux', 'Windows', 'macOS', 'Updates', 'Host', 'Port', 'Normal', 'p50', 'p95', 'p99', 'Touch', 'Name'],
  // Languages are named in themselves.
  ...['English', 'Deutsch', 'Code', 'CSV', 'PIN', 'U', 'Esc', 'Minute', '3/s', 's', 'ms', 'MiB', 'PIN 3'],
]);
/** Texts of which nothing is a word. */
const NO_WORDS = /^[\d\s.,:/%·→–()#+"“”„]*$/;

describe('the catalogue', () => {
  const inEnglish = catalogueLines(english);
  const inGerman = catalogueLines(german);

  it('[LANG-4] has every text in German, none of them English', () => {
    expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort());
    const left = [...inEnglish].filter(([path, { said }]) => {
      const other = inGerman.get(path)?.said;
      return said === other && !ALIKE.has(said) && !NO_WORDS.test(said) && !sameNames(path);
    });
    expect(left.map(([path, { said }]) => `${path}: ${said}`)).toEqual([]);
    const english = [...inGerman].filter(([, { said }]) => ENGLISH_WORD.test(said));
    expect(english.map(([path, { said }]) => `${path}: ${said}`)).toEqual([]);
  });

  it('[LANG-5] gives a whole text for every value, in both languages', () => {
    for (const lines of [inEnglish, inGerman]) {
      const broken = [...lines].filter(([, { said }]) => /undefined|NaN|\[object|null/.test(said));
      expect(broken.map(([path, { said }]) => `${path}: ${said}`)).toEqual([]);
    }
  });

  it('[LANG-6] speaks plainly: no exclamation, and one kind of quotation marks for each language', () => {
    for (const [path, { said }] of [...inEnglish, ...inGerman]) expect(`${path}: ${said}`).not.toMatch(/!|Oops|Ups/);
    for (const [path, { said }] of inGerman) expect(`${path}: ${said}`).not.toMatch(/["]|“[^“]*”/);
  });
});

/** What names programs and versions, or hands on what it is given. */
function sameNames(path: string): boolean {
  return ['settings.about.runtimeOf', 'settings.updates.off', 'order.becameFrom'].includes(path);
}

describe('errors', () => {
  it('[LANG-7] say in both languages what happened, what it means for the data and what to do', () => {
    for (const { errors } of [english, german]) {
      expect(Object.keys(errors.codes).sort()).toEqual(Object.keys(ERROR_CODES).sort());
      for (const [code, words] of Object.entries(errors.codes)) {
        expect(words.match(/[.;](?=\s|$)/g)?.length ?? 0, code).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('[LANG-8] of a field are said in the language of the console', () => {
    setText(german);
    const problem = problemOf('invalid-request', 'detail', {
      errors: [{ field: 'order.customer_name', message: 'must not be empty or blank' }],
    });
    expect(fieldErrorsOf(problem).fields.customer_name).toBe('Darf nicht leer sein.');
    expect(fieldErrorsOf(problemOf('database-busy', 'MySQL is too busy')).form).toMatch(/^MySQL ist überlastet\./);
    const rules = [' ', 'x'.repeat(256), 'a\u0007', 'a\ud800'].flatMap((name) =>
      (orderTextSchema.safeParse(name).error?.issues ?? []).map(({ message }) => message),
    );
    expect(rules.filter((message) => german.errors.rules[message] === undefined)).toEqual([]);
    setText(english);
  });
});
