import { createHash, randomInt } from 'node:crypto';

/** Nothing in it looks or sounds like something else in it: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V W. */
export const CODE_ALPHABET = 'ACDEFGHJKMNPRTXY34679';
/** 21^8: who may try 20 times a minute finds one of a hundred open codes in 18,000 years on average. */
const CODE_LENGTH = 8;

/** A new code as people read and type it: `ACDE-3467`. */
export function newPairingCode(pick: (below: number) => number = randomInt): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(pick(CODE_ALPHABET.length)));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A code as somebody typed it, in the one way it is written; `null` when it cannot be one. */
export function readPairingCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '');
  const isCode = letters.length === CODE_LENGTH && [...letters].every((letter) => CODE_ALPHABET.includes(letter));
  return isCode ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null;
}

/** What is stored of a code, or of a device's claim: SHA-256 in hex. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
