import type { DatabaseCheck, DatabaseCheckStep, DatabaseTls } from '../../../src-shared/database-check.ts';
import { orders } from './orders-count.ts';

const TLS: Record<DatabaseTls, string> = { off: 'Off', verify: 'On, checked', 'no-verify': 'On, not checked' };
const TLS_HINT: Record<DatabaseTls, string> = {
  off: 'Nothing is encrypted. Fine on this computer or in a closed network.',
  verify: 'Encrypted, and the certificate must be one that this system trusts.',
  'no-verify': 'Encrypted, but any server is believed to be the right one.',
};
const STEPS: Record<DatabaseCheckStep['step'], string> = {
  host: 'Host name',
  port: 'Port',
  login: 'User and password',
  version: 'Version of the server',
  database: 'Database',
  rights: 'Rights of the user',
  schema: 'Tables for orders',
};
const STEP_STATES: Record<DatabaseCheckStep['state'], string> = {
  ok: 'OK',
  warning: 'Look at this',
  failed: 'Failed',
  skipped: 'Not reached',
};

/** The first run, and the choice of a database wherever it is made. */
export const setupText = {
  title: 'Set up Orderdeck',
  back: 'Back',
  cancel: 'Cancel',
  welcome: {
    title: 'Where are your orders?',
    hint: 'You can change this at any time in Settings.',
    server: 'Use a MySQL server',
    serverHint:
      'Your own MySQL 5.7 or newer, or MariaDB 10.4 or newer. Orderdeck checks it first and says what it would change.',
    demo: 'Try it with a demo database',
    demoHint:
      'A private database with sample orders on this computer. Nothing else is touched, and nothing has to be known.',
  },
  form: {
    title: 'Use a MySQL server',
    host: 'Host',
    hostHint: 'db.example or 192.168.1.20',
    port: 'Port',
    user: 'User',
    password: 'Password',
    passwordKept: 'Kept as it is',
    showPassword: 'Show or hide the password',
    name: 'Database',
    nameHint: 'It is created if it does not exist and the user may do that.',
    tls: 'Encryption',
    tlsOptions: TLS,
    tlsHints: TLS_HINT,
    otherUser: 'Another user creates the schema',
    otherUserHint: 'Only if the user above may not create tables and triggers. It is used for that and nothing else.',
    setupUser: 'User for the schema',
    setupPassword: 'Its password',
    test: 'Test connection',
    testAgain: 'Test again',
  },
  check: {
    title: 'What is looked at',
    before: 'Test the connection to see whether everything is in place. Nothing is changed by it.',
    busy: { checking: 'Looking at the server', preparing: 'Preparing the schema', using: 'Starting' },
    cancelled: 'Stopped before it was finished.',
    server: (server: string) => `Found ${server}`,
    steps: STEPS,
    states: STEP_STATES,
    waiting: 'Not looked at yet',
    marked: 'See what was found.',
    copyRepair: (step: string) => `Copy the repair for: ${step}`,
    fix: (step: string) => `Not ready yet: ${step}. What to do stands beside it.`,
    'create-schema':
      'Ready, but there are no tables for orders yet. Orderdeck creates them; nothing that exists is changed.',
    'upgrade-schema': (count: number | null) =>
      `An older schema${count === null ? '' : ` with ${orders(count)}`} was found. The upgrade adds what live updates need: columns, indexes, triggers and a change log. No order is lost, and other programs go on as before.`,
    use: (count: number | null) => `Everything is in place${count === null ? '' : `: ${orders(count)}`}.`,
  },
  next: {
    wizard: {
      'create-schema': 'Create the schema and start',
      'upgrade-schema': 'Upgrade it and start',
      use: 'Start',
    } satisfies Record<Exclude<DatabaseCheck['next'], 'fix'>, string>,
    settings: {
      'create-schema': 'Create the schema and use it',
      'upgrade-schema': 'Upgrade it and use it',
      use: 'Use this database',
    } satisfies Record<Exclude<DatabaseCheck['next'], 'fix'>, string>,
  },
  demo: {
    title: 'Try it with a demo database',
    looking: 'Looking for a database program on this computer',
    what: (program: string) =>
      `Orderdeck starts ${program} for itself, with sample orders in its own data folder. It listens on this computer only and ends with the program. What you change is kept.`,
    start: 'Start the demo',
    starting: 'Starting the demo database; the first time takes up to a minute.',
    missing: 'How to get one',
    copy: (line: string) => `Copy: ${line}`,
    again: 'Look again',
  },
  password: {
    title: 'Password of the database',
    hint: (database: string) =>
      `Orderdeck uses ${database}. Its password is not kept on this computer, so it is asked for after each start.`,
    field: 'Password',
    setupField: (user: string) => `Password of ${user}, who may create the schema`,
    go: 'Continue',
    other: 'Choose another database',
  },
  done: {
    server: (database: string) => `Connected to ${database}`,
    created: (database: string) => `Schema created; connected to ${database}`,
    upgraded: (database: string) => `Schema upgraded; connected to ${database}`,
    demo: 'The demo database runs; try what you like',
    place: (name: string, host: string) => `${name} on ${host}`,
  },
};
