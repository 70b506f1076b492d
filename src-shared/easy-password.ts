/** What the field of a password is refused for; the console says it in its own language. */
export const EASY_PASSWORD =
  'is too easy to guess: take words that are not common, not your name and not the program’s';

/** Of what fills a password without making it harder; the longest first. */
const COMMON = [
  'administrator',
  'qwertyuiop',
  'qwertzuiop',
  'willkommen',
  'asdfghjkl',
  'orderdeck',
  'princess',
  'password',
  'passwort',
  'football',
  'baseball',
  'starwars',
  'sunshine',
  'superman',
  'trustno1',
  'whatever',
  'iloveyou',
  'changeme',
  '1q2w3e4r',
  'computer',
  'schalke',
  'zxcvbnm',
  'yxcvbnm',
  'welcome',
  'letmein',
  'geheim',
  'secret',
  'qwerty',
  'qwertz',
  'asdfgh',
  'qazwsx',
  '1qaz2wsx',
  'zaq12wsx',
  '112233',
  'sommer',
  'winter',
  'summer',
  'dragon',
  'monkey',
  'master',
  'admin',
  'hallo',
  'hello',
  'lager',
  'login',
  'pass',
  'user',
  'test',
  'abc',
].sort((a, b) => b.length - a.length);
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
};
const SEQUENCES = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz'];
/** What is left when the easy parts are out must be so long, in characters that differ from their neighbours. */
const LEAST = 6;
const SHORTEST_NAME = 3;

/**
 * Whether a guess of the first thousand would be right: what is left without common words, names, sequences and repeats
 * is next to nothing. Length is judged elsewhere.
 *
 * @param names of whoever has it, who is tried first by those who guess
 */
export function isEasyPassword(password: string, names: readonly string[]): boolean {
  const plain = folded(password);
  const words = [...names.flatMap(wordsOf), ...COMMON];
  return [plain, withoutLookAlikes(plain)].some((text) => left(text, words) < LEAST);
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function withoutLookAlikes(text: string): string {
  return text.replace(/[@4310$5]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
}

function wordsOf(name: string): string[] {
  const plain = folded(name);
  return [plain, ...plain.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= SHORTEST_NAME);
}

function left(text: string, words: readonly string[]): number {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, ' ');
  rest = withoutSequences(rest);
  return new Set(rest.replace(/\s/g, '')).size;
}

/** Without runs such as 1234 or dcba. */
function withoutSequences(text: string): string {
  let rest = text;
  for (const row of SEQUENCES) {
    for (let length = 10; length >= 4; length--) {
      for (let from = 0; from + length <= row.length; from++)
        rest = rest.replaceAll(row.slice(from, from + length), ' ');
    }
  }
  return rest;
}
