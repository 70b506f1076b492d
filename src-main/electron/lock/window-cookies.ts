/**
 * The cookies of the window. Its pages come by a scheme of the program's own, for which Chromium keeps none; so the main
 * process does, in memory alone: after a start whoever sits there signs in anew.
 */
export class WindowCookies {
  private readonly values = new Map<string, string>();

  /** @param setCookie the `Set-Cookie` headers of an answer, in their sequence */
  keep(setCookie: readonly string[]): void {
    for (const line of setCookie) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      if (at <= 0) continue;
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      if (value === '' || attributes.some(isOver)) this.values.delete(name);
      else this.values.set(name, value);
    }
  }

  /** The `Cookie` header of a request; `undefined` without any. */
  header(): string | undefined {
    if (this.values.size === 0) return undefined;
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  clear(): void {
    this.values.clear();
  }
}

// The server says how long in seconds, and 0 or less takes a cookie away.
function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=');
  return name.trim().toLowerCase() === 'max-age' && Number(value) <= 0;
}
