import type { FastifyInstance } from 'fastify';
import { invalidFields } from '../commands/parse-or-throw.ts';

/**
 * Refuses what the router would let through as it stands: broken percent-encoding, which it hands on undecoded, and
 * encoded control characters, which no path or parameter here has a use for.
 */
export function addTargetCheck(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const [path = '', ...rest] = (request.raw.url ?? '').split('?');
    checkPart('path', path);
    for (const pair of rest.join('?').split('&')) {
      const [name = '', ...value] = pair.split('=');
      const field = decoded(name);
      checkPart(field ?? 'query', name);
      checkPart(field ?? 'query', value.join('='));
    }
  });
}

/** For logs: a query may carry a token. */
export function withoutQuery(url: string): string {
  return url.split('?')[0] ?? '';
}

const CONTROL_CHARACTER = /\p{Cc}/u;

function checkPart(field: string, text: string): void {
  const value = decoded(text);
  if (value === null) throw invalidFields([{ field, message: 'has broken percent-encoding' }]);
  if (CONTROL_CHARACTER.test(value)) throw invalidFields([{ field, message: 'must not contain control characters' }]);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
