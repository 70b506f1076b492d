import { createHmac } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Principal } from './principal.ts';

/** How long an access token is good, in seconds. */
export const TOKEN_SECONDS = 600;
/** Clocks of servers may differ by so much, in seconds. */
const TOLERANCE_SECONDS = 60;
const LONGEST_TOKEN = 4_096;
const ISSUER = 'orderdeck';
/** The only one there is: whatever a token says of itself, it is checked by this. */
const ALGORITHM = 'HS256';

const claimsSchema = z.object({ sub: z.string(), sid: z.string().regex(/^[0-9a-f]{32}$/), exp: z.number().int() });

export interface TokenClaims {
  readonly sessionId: string;
  readonly personId: number;
  /** Milliseconds since 1970 by this server's clock. */
  readonly endsAt: number;
}

/** Access tokens: JWT, HS256. They name a session, which says at each use whose it is and whether it still is. */
export class AccessTokens {
  /** @param key `null` while it is not known: it may be in a database that is away */
  constructor(
    private readonly key: () => Buffer | null,
    private readonly clock: Clock,
  ) {}

  /** @param person of a session of a program */
  issue({ sessionId, personId, role, actor }: Principal): string {
    const now = Math.floor(this.clock.now() / 1000);
    const claims = { iss: ISSUER, sub: String(personId), sid: sessionId, role, name: actor };
    return jsonwebtoken.sign({ ...claims, iat: now, exp: now + TOKEN_SECONDS }, this.known(), {
      algorithm: ALGORITHM,
    });
  }

  /** @throws AppError `unauthenticated` for what this server did not write or what has run out */
  read(token: string): TokenClaims {
    const { sub, sid, exp } = this.verified(token);
    const now = this.clock.now();
    const endsAt = exp * 1000 > now ? exp * 1000 : (exp + TOLERANCE_SECONDS) * 1000;
    return { sessionId: sid, personId: Number(sub), endsAt };
  }

  private verified(token: string): z.infer<typeof claimsSchema> {
    if (token.length > LONGEST_TOKEN) throw refused();
    const key = this.known();
    try {
      const claims = jsonwebtoken.verify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        clockTolerance: TOLERANCE_SECONDS,
        clockTimestamp: Math.floor(this.clock.now() / 1000),
      });
      return claimsSchema.parse(claims);
    } catch {
      // Why it is wrong is nobody's business who made it up, and no news to whoever did not.
      throw refused();
    }
  }

  private known(): Buffer {
    const key = this.key();
    if (key === null)
      throw new AppError('database-unavailable', 'MySQL has not been reached yet. Try again in a moment.');
    return key;
  }
}

/** @param given `JWT_SECRET`, or empty @param databaseSecret of `orderdeck_meta`, once it is known */
export function tokenKey(given: string, databaseSecret: string | null): Buffer | null {
  if (given !== '') return Buffer.from(given);
  if (databaseSecret === null) return null;
  return createHmac('sha256', databaseSecret).update('orderdeck access tokens').digest();
}

function refused(): AppError {
  return new AppError('unauthenticated', 'This token is not good, or has run out. Ask POST /api/token for another.');
}
