import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';
import { invalidFields } from '../commands/parse-or-throw.ts';

/** The largest body a request may have. A bulk change of 1,000 orders is about 45 KB. */
export const MAX_BODY_BYTES = 100 * 1024;

/**
 * JSON is the only body there is. Bytes that are no UTF-8 are refused: decoded leniently, a name in another encoding
 * would be stored with replacement characters. Unknown keys, `__proto__` included, are the schemas' to refuse.
 */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async ({ headers }) => {
    const encoding = headers['content-encoding'];
    if (encoding === undefined || encoding.toLowerCase() === 'identity') return;
    // A few KB can unpack to gigabytes; there is no body here that is worth packing.
    throw new AppError('unsupported-media-type', 'Bodies must not be compressed.', {
      errors: [{ field: 'Content-Encoding', message: 'must be identity, or absent' }],
    });
  });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Many clients send the content type with every request, also where there is nothing to send.
    if (body.length === 0 && request.method === 'DELETE') return done(null, undefined);
    try {
      done(null, parseJson(Buffer.from(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw wholeBody('must not be empty');
  const text = decode(body);
  try {
    return JSON.parse(text);
  } catch {
    throw wholeBody('must be valid JSON');
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw wholeBody('must be UTF-8');
  }
}

function wholeBody(message: string) {
  return invalidFields([{ field: '', message }]);
}
