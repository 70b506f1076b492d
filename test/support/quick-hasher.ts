import { ScryptHasher, type SecretHasher } from '../../src-main/auth/secret-hasher.ts';

/** The real hasher at a cost that tests can pay; counts how often it was asked. */
export class QuickHasher implements SecretHasher {
  readonly #scrypt = new ScryptHasher({ log2n: 4, r: 8, p: 1 });
  verified = 0;

  hash(secret: string) {
    return this.#scrypt.hash(secret);
  }

  verify(secret: string, hash: string | null) {
    this.verified++;
    return this.#scrypt.verify(secret, hash);
  }
}
