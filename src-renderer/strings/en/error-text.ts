import type { ErrorCode } from '../../../src-shared/error-code.ts';

const ERRORS: Readonly<Record<ErrorCode, string>> = {
  'invalid-request': 'The server does not accept what was entered. Nothing was changed. Correct it and try again.',
  'invalid-message': 'This console and the server do not understand each other. Nothing was changed. Reload the page.',
  'invalid-token': 'The server does not know where this console stopped. No order is lost. Reload the page.',
  unauthenticated: 'This sign-in is not good any more. Nothing was changed. Sign in and try again.',
  'forbidden-origin':
    'The server does not allow this address. Nothing was changed. Open the console at the address the server gives.',
  forbidden: 'This is not permitted here. Nothing was changed. Ask whoever looks after the server.',
  'not-found': 'It is not there any more. Somebody else may have deleted it. Look at the list.',
  'method-not-allowed': 'The server cannot do this. Nothing was changed. Reload the page.',
  conflict: 'Somebody else changed this order first. Nothing was overwritten. Look at both versions and choose.',
  'too-large': 'This is too much at once. Nothing was changed. Try again with fewer orders.',
  'unsupported-media-type': 'The server does not accept this kind of file. Nothing was changed. Reload the page.',
  'precondition-failed': 'The server could not tell which version was meant. Nothing was changed. Reload the page.',
  'rate-limited': 'Too many requests came from this computer. Nothing was changed. Wait a minute and try again.',
  'internal-error':
    'The server failed. Whether the change was made is not certain. Look at the order before you try again.',
  'database-unavailable':
    'MySQL is not reachable. Nothing was changed. Try again when the connection says Live; the Monitor says what is wrong.',
  'database-busy': 'MySQL is too busy. Nothing was changed. Try again in a moment.',
  'too-slow': 'This console read too slowly and connects again. No change is lost. Nothing has to be done.',
  'shutting-down': 'The server is restarting. Nothing was changed. Try again in a few seconds.',
};

/** What each error means to a person: what happened, what it means for the data, what to do. */
export const errorText = {
  codes: ERRORS,
  withDetail: (words: string, detail: string) => `${words} (${detail})`,
  /** What the rules of the wire say of a field, by the words they use. */
  rules: {
    'must not be empty or blank': 'must not be empty or blank',
    'must be at most 255 characters': 'must be at most 255 characters',
    'must not contain control characters': 'must not contain control characters',
    'must be valid Unicode text': 'must be valid Unicode text',
    'must change at least one field': 'must change at least one field',
  } as Readonly<Record<string, string>>,
};
