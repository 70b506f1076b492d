import { parse, serialize } from 'cookie';
import type { Credentials } from '../auth/credentials.ts';

/** Which cookie: that of a person's session, or that of a paired device. */
export type CookieKind = 'session' | 'device';

/**
 * The cookies of this server. Browsers do not tell ports apart, so their names do; under HTTPS a browser sends them
 * nowhere else, and takes them from nowhere else (`__Host-`).
 */
export class AccessCookies {
  /** @param isSecure whether clients reach this server by HTTPS */
  constructor(
    private readonly port: number,
    private readonly isSecure: boolean,
  ) {}

  /** @param header of the request, as it came */
  read(header: string | undefined): Pick<Credentials, CookieKind> {
    const found = header === undefined ? {} : parse(header);
    return { session: found[this.name('session')] ?? null, device: found[this.name('device')] ?? null };
  }

  /** The value of a `Set-Cookie` header. @param lifeMs how long the browser keeps it */
  write(kind: CookieKind, value: string, lifeMs: number): string {
    return serialize(this.name(kind), value, {
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      secure: this.isSecure,
      maxAge: Math.floor(lifeMs / 1000),
    });
  }

  /** The value of a `Set-Cookie` header that takes the cookie away. */
  clear(kind: CookieKind): string {
    return this.write(kind, '', 0);
  }

  private name(kind: CookieKind): string {
    return `${this.isSecure ? '__Host-' : ''}orderdeck-${kind === 'device' ? 'device-' : ''}${this.port}`;
  }
}
