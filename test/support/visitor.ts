import { type Answer, ask } from './http-test-server.ts';

/** A browser as far as signing in goes: it keeps cookies, and says that its requests come from the page itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(private readonly port: number) {}

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.port, method, path, {
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie === '' ? {} : { cookie }) },
      body,
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  signIn(name: string, password: string): Promise<Answer> {
    return this.ask('POST', '/api/session', { by: 'password', name, password });
  }
}
