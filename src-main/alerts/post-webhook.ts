import * as http from 'node:http';
import * as https from 'node:https';

/** The whole exchange, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * Sends one message.
 *
 * @returns `null` when the receiver took it (2xx), else why it did not, in plain words and without the address, which
 *   may hold a secret
 */
export function postWebhook(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const { request } = url.startsWith('https:') ? https : http;
    const call = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      // A connection of its own: nothing is left open between two alerts.
      agent: false,
    });
    const timer = setTimeout(() => {
      resolve(`no answer within ${TIMEOUT_MS / 1_000} s`);
      call.destroy();
    }, TIMEOUT_MS);
    const done = (problem: string | null): void => {
      clearTimeout(timer);
      resolve(problem);
    };
    call.on('response', (answer) => {
      const { statusCode = 0 } = answer;
      done(statusCode >= 200 && statusCode < 300 ? null : `answered with status ${statusCode}`);
      // What it says beyond that is of no interest, however long it is.
      answer.destroy();
    });
    call.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    call.end(body);
  });
}
