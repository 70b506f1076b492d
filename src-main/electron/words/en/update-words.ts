const AGAIN = 'Try again later.';
const SETTINGS = 'Check the address for new versions in the settings.';
const UNREACHED = 'The feed of new versions cannot be reached:';

const NETWORK: Readonly<Record<string, string>> = {
  NAME_NOT_RESOLVED: `${UNREACHED} no computer has the name in its address. ${SETTINGS}`,
  CONNECTION_REFUSED: `${UNREACHED} nothing answers at its address. ${SETTINGS}`,
  ADDRESS_UNREACHABLE: `${UNREACHED} there is no way to its address. ${SETTINGS}`,
  INTERNET_DISCONNECTED: `${UNREACHED} this machine has no network at the moment.`,
  CONNECTION_TIMED_OUT: `${UNREACHED} it did not answer. ${AGAIN}`,
  TIMED_OUT: `${UNREACHED} it did not answer. ${AGAIN}`,
};

/** What is said about new versions of the program. */
export const updateWords = {
  fromSource: 'This program runs from its source code, and is updated there.',
  noFeed: 'There is no address for new versions yet. Enter one in the settings.',
  nothingToDownload: 'There is no new version to download. Look for one.',
  nothingToInstall: 'There is no new version that could be installed.',
  /** By the part of Chromium's error after `net::ERR_`. */
  network: NETWORK,
  certificate: `${UNREACHED} its certificate is not trusted. Check the address in the settings and the clock of this machine.`,
  connection: (reason: string) => `${UNREACHED} the connection failed (${reason}). ${AGAIN}`,
  timeout: `The feed of new versions did not answer in time. ${AGAIN}`,
  status: (status: string) => `The feed of new versions answered with error ${status}. ${AGAIN}`,
  noFeedForSystem: `There is no feed of new versions for this system at its address. ${SETTINGS}`,
  wrongChecksum:
    'The downloaded file is not the one that was announced (its checksum differs), so it was thrown away. Try again; if it stays so, tell whoever publishes the program.',
  diskFull: 'There is not enough space on the disk for the new version. Make room and try again.',
  noRight: 'The new version cannot be written to the disk: this user has no right to. Download it by hand.',
  notUnderstood: `What the feed of new versions says cannot be understood, so nothing was changed. ${SETTINGS}`,
  failed: (message: string) => `The new version could not be had: ${message}`,
  byHand: (version: string, url: string | null) =>
    `This copy of the program cannot replace itself. Download version ${version} from ${url ?? 'where you got this one'} and install it by hand.`,
  confirmFeed: {
    message: (host: string) => `Take new versions of Orderdeck from ${host}?`,
    detail: 'Whoever owns that address decides what program runs on this machine.',
    open: 'It is not encrypted, so anybody on the way there can put another program in place of the new version.',
    cancel: 'Cancel',
    use: 'Use this address',
  },
  feedKept: 'The address for new versions stays as it was.',
};
