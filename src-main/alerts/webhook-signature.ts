import { createHmac } from 'node:crypto';

const ENCODED = 'whsec_';

/**
 * The headers by which a receiver sees that a message is from us, whole and not an old one sent again: those of the
 * Standard Webhooks specification 1.0 (standardwebhooks.com), which its libraries verify.
 *
 * @param secret text, or `whsec_` and base64 as that specification writes its keys
 * @param atSeconds seconds since 1970
 */
export function signedHeaders(secret: string, id: string, atSeconds: number, body: string): Record<string, string> {
  const key = secret.startsWith(ENCODED) ? Buffer.from(secret.slice(ENCODED.length), 'base64') : secret;
  const signature = createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': `v1,${signature}` };
}
