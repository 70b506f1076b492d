import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Turns } from '../base/turns.ts';

/** Slow, memory-hard hashes of passwords and PINs. */
export interface SecretHasher {
  hash(secret: string): Promise<string>;
  /**
   * Costs the same whether or not there is a hash to compare with, so that time tells nobody which names exist.
   *
   * @param hash `null`: there is none, and nothing is right
   */
  verify(secret: string, hash: string | null): Promise<boolean>;
}

export interface ScryptCost {
  /** log2 of N. */
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and about a fifth of a second: what OWASP names for scrypt where 128 MB are too much. */
const COST: ScryptCost = { log2n: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * scrypt of Node itself, one at a time: each takes memory and a thread, and a flood must not get more than one of them. A stored hash is checked with the cost it was made with.
 */
export class ScryptHasher implements SecretHasher {
  readonly #turns = new Turns();
  readonly #nobody: string;

  constructor(private readonly cost: ScryptCost = COST) {
    this.#nobody = written(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  hash(secret: string): Promise<string> {
    return this.#turns.take(async () => {
      const salt = randomBytes(SALT_BYTES);
      return written(this.cost, salt, await derive(secret, salt, this.cost));
    });
  }

  verify(secret: string, hash: string | null): Promise<boolean> {
    return this.#turns.take(async () => {
      const { cost, salt, key } = read(hash ?? this.#nobody);
      const same = timingSafeEqual(await derive(secret, salt, cost), key);
      return same && hash !== null;
    });
  }
}

function written({ log2n, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', log2n, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** @throws Error when the database holds something else */
function read(text: string): { readonly cost: ScryptCost; readonly salt: Buffer; readonly key: Buffer } {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]{43})$/.exec(text);
  const [, log2n, r, p, salt = '', key = ''] = match ?? [];
  if (match === null) throw new Error('A stored password hash is not one of this program.');
  return {
    cost: { log2n: Number(log2n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

/** What looks the same on two keyboards is the same password, hence the normal form. */
function derive(secret: string, salt: Buffer, { log2n, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** log2n;
  return new Promise((resolve, reject) => {
    const maxmem = 128 * r * (N + p) + 1024 * 1024;
    scrypt(secret.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
