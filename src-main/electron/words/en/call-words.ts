import type { DatabaseCheck } from '../../../../src-shared/database-check.ts';

const STEPS: Readonly<Record<DatabaseCheck['steps'][number]['step'], string>> = {
  host: 'Host',
  port: 'Port',
  login: 'Login',
  version: 'Version of the server',
  database: 'Database',
  rights: 'Rights',
  schema: 'Schema',
};

/** Why the program did not do what the page asked for, and what it says of database and files. */
export const callWords = {
  notAllowed: 'This page may not do that.',
  failed: 'That failed; the log says why.',
  folder: (folder: string, reason: string) => `The folder ${folder} could not be opened: ${reason}`,
  samePorts: (port: number) => `The two ports have to differ; both are ${port}.`,
  noticeStays: 'This one waits for an answer.',
  noticeGone: 'That notice is not there any more.',
  noFile: 'There is no file about that.',
  notServing: 'Browsers are not served at the moment.',
  lock: {
    adminOnly: 'This window is locked. An admin has to sign in to do that.',
    notKnown: 'The window cannot be locked now: it is not known who can sign in. Try again later.',
    nobody: 'No admin can sign in yet. Give one a password, a PIN or a badge first.',
  },
  files: {
    diskFull: 'the disk is full',
    noRight: 'there is no right to write there',
    readOnly: 'the disk is read-only',
    other: (what: string) => `the system said ${what}`,
    missing: 'The file is missing.',
    empty: 'The file is empty.',
    unreadable: (reason: string) => `The file cannot be read: ${reason}.`,
    noSettings: 'The file holds no settings: it does not begin with {.',
    settingsNotChanged: (reason: string, path: string) =>
      `The settings were not changed: ${reason} (${path}). Put that right and try again.`,
  },
  database: {
    demo: 'the demo database of this program',
    place: (name: string, address: string) => `${name} on ${address}`,
    createFirst: 'The schema is missing. Create it first.',
    upgradeFirst: 'The schema is of an earlier version. Upgrade it first.',
    notUsable: 'The server cannot be used.',
    steps: STEPS,
    noPassword: 'There is no database that takes a password.',
    notKept: (user: string, host: string) =>
      `No password of ${user} on ${host} is kept; please type it. A kept one counts only for the same user on the same host.`,
    passwordNotKept: (reason: string) => `The password could not be kept: ${reason}. Nothing was changed.`,
    hasKeyring: 'This system has a keyring, which keeps the passwords.',
    named: (variables: readonly string[]) =>
      `The database is named by ${variables.join(', ')} in the environment or in .env, which stands above what is chosen here. Remove that and start Orderdeck again.`,
    demoNotStarted: (reason: string) => `The demo database did not start: ${reason}`,
    noServer:
      'The demo runs a MariaDB or MySQL server of its own, and this machine has none. Install one, then look again.',
    oneCommand: 'One of these commands does it, depending on the system:',
    homebrew: 'With Homebrew that is one command:',
    windows:
      'On Windows the demo cannot start a server of its own. Install MariaDB or MySQL as a service, and choose "Use a MySQL server" with the password you gave it.',
  },
};
