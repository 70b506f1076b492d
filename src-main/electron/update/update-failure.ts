/** Nothing came for too long. */
export class UpdateTimeout extends Error {
  override readonly name = 'UpdateTimeout';
}

const AGAIN = 'Try again later.';
const SETTINGS = 'Check the address for new versions in the settings.';

const NETWORK: Readonly<Record<string, string>> = {
  NAME_NOT_RESOLVED: `no computer has the name in its address. ${SETTINGS}`,
  CONNECTION_REFUSED: `nothing answers at its address. ${SETTINGS}`,
  ADDRESS_UNREACHABLE: `there is no way to its address. ${SETTINGS}`,
  INTERNET_DISCONNECTED: 'this machine has no network at the moment.',
  CONNECTION_TIMED_OUT: `it did not answer. ${AGAIN}`,
  TIMED_OUT: `it did not answer. ${AGAIN}`,
};

/** Pure. What went wrong with a new version, in plain words, and what to do. */
export function updateFailure(error: unknown): string {
  const { code, message } = describe(error);
  const network = /net::ERR_([A-Z_]+)/.exec(message)?.[1];
  if (network !== undefined) return `The feed of new versions cannot be reached: ${networkWords(network)}`;
  if (error instanceof UpdateTimeout) return `The feed of new versions did not answer in time. ${AGAIN}`;
  const status = /^HTTP_ERROR_(\d+)$/.exec(code)?.[1] ?? /^Cannot download .*, status (\d+)/.exec(message)?.[1];
  if (status !== undefined) return `The feed of new versions answered with error ${status}. ${AGAIN}`;
  switch (code) {
    case 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND':
      return `There is no feed of new versions for this system at its address. ${SETTINGS}`;
    case 'ERR_CHECKSUM_MISMATCH':
      return 'The downloaded file is not the one that was announced (its checksum differs), so it was thrown away. Try again; if it stays so, tell whoever publishes the program.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'There is not enough space on the disk for the new version. Make room and try again.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The new version cannot be written to the disk: this user has no right to. Download it by hand.';
    default:
      if (code.startsWith('ERR_UPDATER_') || error instanceof TypeError) {
        return `What the feed of new versions says cannot be understood, so nothing was changed. ${SETTINGS}`;
      }
      return `The new version could not be had: ${message.split('\n')[0] ?? ''}`;
  }
}

/** Pure. What a person has to do where the program cannot replace itself. */
export function byHand(version: string, url: string | null): string {
  const where = url === null ? 'where you got this one' : url;
  return `This copy of the program cannot replace itself. Download version ${version} from ${where} and install it by hand.`;
}

function networkWords(reason: string): string {
  if (reason.startsWith('CERT_') || reason.startsWith('SSL_')) {
    return 'its certificate is not trusted. Check the address in the settings and the clock of this machine.';
  }
  return NETWORK[reason] ?? `the connection failed (${reason.toLowerCase().replace(/_/g, ' ')}). ${AGAIN}`;
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return { code: code ?? '', message: error.message };
}
