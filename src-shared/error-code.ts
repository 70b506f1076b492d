/**
 * The closed list of errors a client can meet. Each has one HTTP status and one WebSocket close code
 * (4000-4999 is the range RFC 6455 leaves to applications). PROTOCOL.md repeats this list; a test holds them equal.
 */
export const ERROR_CODES = {
  'invalid-request': {
    status: 400,
    close: 4400,
    title: 'The request is not valid',
  },
  'invalid-message': {
    status: 400,
    close: 4401,
    title: 'The message is not part of the protocol',
  },
  'invalid-token': {
    status: 400,
    close: 4402,
    title: 'The resume token is not one of this database',
  },
  unauthenticated: { status: 401, close: 4407, title: 'Sign in first' },
  'forbidden-origin': {
    status: 403,
    close: 4403,
    title: 'This host or origin is not allowed',
  },
  forbidden: { status: 403, close: 4405, title: 'This is not permitted' },
  'not-found': { status: 404, close: 4404, title: 'There is no such thing' },
  'method-not-allowed': {
    status: 405,
    close: 4406,
    title: 'The method is not allowed here',
  },
  conflict: {
    status: 409,
    close: 4409,
    title: 'This does not fit what is there now',
  },
  'too-large': { status: 413, close: 4413, title: 'The request is too large' },
  'unsupported-media-type': {
    status: 415,
    close: 4415,
    title: 'The content type is not supported',
  },
  'precondition-failed': {
    status: 412,
    close: 4412,
    title: 'The precondition is not one this server understands',
  },
  'rate-limited': { status: 429, close: 4429, title: 'Too many requests' },
  'internal-error': { status: 500, close: 4500, title: 'The server failed' },
  'database-unavailable': {
    status: 503,
    close: 4503,
    title: 'MySQL is not reachable',
  },
  'database-busy': { status: 503, close: 4507, title: 'MySQL is too busy' },
  'too-slow': {
    status: 503,
    close: 4508,
    title: 'The client reads too slowly',
  },
  'shutting-down': {
    status: 503,
    close: 4512,
    title: 'The server is restarting',
  },
} as const satisfies Record<string, { status: number; close: number; title: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Close codes after which a client should come back with the token it has. */
export const RESUMABLE_CLOSE_CODES: readonly number[] = [
  ERROR_CODES['too-slow'].close,
  ERROR_CODES['shutting-down'].close,
  ERROR_CODES['internal-error'].close,
  ERROR_CODES['database-unavailable'].close,
];
