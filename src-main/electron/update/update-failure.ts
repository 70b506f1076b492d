import { words } from '../words/words.ts';

/** Nothing came for too long. */
export class UpdateTimeout extends Error {
  override readonly name = 'UpdateTimeout';
}

/** Pure, but for the language. What went wrong with a new version, in plain words, and what to do. */
export function updateFailure(error: unknown): string {
  const { code, message } = describe(error);
  const network = /net::ERR_([A-Z_]+)/.exec(message)?.[1];
  if (network !== undefined) return networkWords(network);
  if (error instanceof UpdateTimeout) return words.updates.timeout;
  const status = /^HTTP_ERROR_(\d+)$/.exec(code)?.[1] ?? /^Cannot download .*, status (\d+)/.exec(message)?.[1];
  if (status !== undefined) return words.updates.status(status);
  switch (code) {
    case 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND':
      return words.updates.noFeedForSystem;
    case 'ERR_CHECKSUM_MISMATCH':
      return words.updates.wrongChecksum;
    case 'ENOSPC':
    case 'EDQUOT':
      return words.updates.diskFull;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return words.updates.noRight;
    default:
      if (code.startsWith('ERR_UPDATER_') || error instanceof TypeError) {
        return words.updates.notUnderstood;
      }
      return words.updates.failed(message.split('\n')[0] ?? '');
  }
}

/** Pure, but for the language. What a person has to do where the program cannot replace itself. */
export function byHand(version: string, url: string | null): string {
  return words.updates.byHand(version, url);
}

function networkWords(reason: string): string {
  if (reason.startsWith('CERT_') || reason.startsWith('SSL_')) {
    return words.updates.certificate;
  }
  return words.updates.network[reason] ?? words.updates.connection(reason.toLowerCase().replace(/_/g, ' '));
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return { code: code ?? '', message: error.message };
}
