import type { TokenAnswer } from '../../src-shared/access.ts';
import { AppError } from '../base/app-error.ts';
import { type AccessTokens, TOKEN_SECONDS } from './access-tokens.ts';
import type { AuditLog } from './audit-log.ts';
import type { Authenticator } from './authenticator.ts';
import type { Credentials } from './credentials.ts';
import { SESSION_LIFE_MS } from './session-life.ts';
import { principalOfSession } from './session-principal.ts';
import { hashSecret, isSecret, newSecret, readSessionKey, type SessionKey, writeSessionKey } from './session-secret.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import type { Sessions } from './sessions.ts';

export interface TokenGrantsDeps {
  readonly people: Pick<Authenticator, 'byPassword'>;
  readonly sessions: Sessions;
  readonly store: Pick<SessionStore, 'find' | 'exchange'>;
  readonly tokens: AccessTokens;
  readonly audit: AuditLog;
}

type From = Pick<Credentials, 'address' | 'userAgent'>;

/** Gives programs an access token and a refresh token, for a password or for the refresh token before. */
export class TokenGrants {
  constructor(private readonly deps: TokenGrantsDeps) {}

  /** @throws AppError as `Authenticator.byPassword` does */
  async byPassword(name: string, password: string, from: From): Promise<TokenAnswer> {
    const { id } = await this.deps.people.byPassword(name, password, from.address);
    const key = await this.deps.sessions.open({ kind: 'program', personId: id, deviceId: null, ...from });
    const record = await this.find(key.id);
    if (record === null) throw refused();
    return this.answer(record, key);
  }

  /**
   * Each refresh token is good once. One that is shown again has been copied, and nobody knows by whom: the session ends
   * for both. Who makes up secrets for a session whose id they know ends it just the same, and gets nothing.
   *
   * @throws AppError `unauthenticated`
   */
  async byRefreshToken(token: string, from: From): Promise<TokenAnswer> {
    const key = readSessionKey(token);
    const record = key === null ? null : await this.find(key.id);
    if (key === null || record === null) throw refused();
    const next = newSecret();
    const { kind, secretHash } = record;
    const isGood =
      isSecret(key.secret, secretHash) &&
      (await this.deps.store.exchange(key.id, secretHash, hashSecret(next), SESSION_LIFE_MS[kind]));
    if (isGood) return this.answer(record, { id: key.id, secret: next });
    await this.deps.sessions.revoke({ sessionId: key.id });
    this.deps.audit.record({ kind: 'token-reused', actor: principalOfSession(record).actor, address: from.address });
    throw refused();
  }

  private async find(id: string): Promise<SessionRecord | null> {
    const { sessions } = await this.deps.store.find([id]);
    const record = sessions.get(id);
    return record?.kind === 'program' ? record : null;
  }

  private answer(record: SessionRecord, key: SessionKey): TokenAnswer {
    return {
      access_token: this.deps.tokens.issue(principalOfSession(record)),
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      refresh_token: writeSessionKey(key),
    };
  }
}

function refused(): AppError {
  return new AppError(
    'unauthenticated',
    'This refresh token is not good, or was used before. Sign in with the password.',
  );
}
