import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a client keeps of its session: `<id>.<secret>`, in a cookie or as a refresh token. */
export interface SessionKey {
  /** 32 hexadecimal digits; names the session in lists and tokens. */
  readonly id: string;
  /** 32 random bytes as base64url. */
  readonly secret: string;
}

export function newSessionKey(): SessionKey {
  return { id: randomBytes(16).toString('hex'), secret: newSecret() };
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function writeSessionKey({ id, secret }: SessionKey): string {
  return `${id}.${secret}`;
}

/** @returns `null` for what no server wrote */
export function readSessionKey(text: string): SessionKey | null {
  const [, id, secret] = /^([0-9a-f]{32})\.([\w-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** As it is stored. A secret is random, so a fast hash is as good as a slow one. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In the same time whatever is different. */
export function isSecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
