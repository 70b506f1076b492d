/** What the window is told until it is over or put away: what happened, what it means and what to do. */
export const noticeWords = {
  crashed: {
    title: 'Orderdeck did not end as it should the last time',
    withoutReport:
      'It was ended from outside, it failed without a chance to say why, or the machine went off. Everything that was saved is in the database; what was typed and not saved is gone.',
    withReport:
      'It failed and ended. Everything that was saved is in the database; what was typed and not saved is gone. A report says what happened: pass it on if it happens again.',
  },
  settings: {
    title: 'The settings file could not be used',
    message: (reason: string, used: 'last good copy' | 'defaults', isKept: boolean) => {
      const instead = used === 'defaults' ? 'The defaults are in use' : 'The last settings known to be good are in use';
      const kept = isKept ? ' The broken file is kept beside it, so that nothing in it is lost.' : '';
      return `${reason} ${instead}; please look whether they are what you want.${kept}`;
    },
  },
  secrets: {
    askTitle: 'This system has no safe place for passwords',
    ask: 'No keyring was found here (GNOME Keyring or KWallet, for example), so the password of the database cannot be encrypted. Choose: keep it in a file that only your user can read, or type it after each start.',
    unreadable: 'The kept password cannot be read',
    typeAgain: (problem: string) => `${problem} Please type it again.`,
    brokenFile: 'The file with the kept passwords could not be used.',
    keyringGone: (account: string) => `The keyring that holds the password of ${account} is not there.`,
    otherKeyring: (account: string) =>
      `The password of ${account} was encrypted by another user or with another keyring.`,
  },
  ports: {
    oneInUse: (port: number) => `Port ${port} is in use`,
    twoInUse: (first: number, second: number) => `Ports ${first} and ${second} are in use`,
    who: (program: string | null, port: number) => `${program ?? 'Another program'} has port ${port}.`,
    takeFree: (ports: readonly number[]) =>
      `take the free ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')} in the settings`,
    changeVariables: (names: readonly string[]) =>
      `change ${names.join(' and ')} in the environment or .env and start Orderdeck again`,
    message: (who: string, wayOut: string) =>
      `${who} So browsers cannot open the console; this window works all the same. End that program, or ${wayOut}.`,
    failedTitle: 'Browsers cannot open the console',
    failed: (reason: string) => `${reason} This window works all the same.`,
    bothAlike: (port: number) => `Both ports are ${port}. Choose another one for one of them in the settings.`,
    noneFree: 'No port of this machine is free.',
    forbidden: (port: number) =>
      `The system does not let this user open port ${port}. Choose one from 1024 up in the settings.`,
    notOurs: (address: string) =>
      `${address} is not an address of this machine. Correct BIND_ADDRESS, or take it away.`,
    notOpened: (port: number, reason: string) =>
      `Port ${port} cannot be opened (${reason}). Choose another one in the settings.`,
    unknown: 'The ports cannot be opened; the log says why.',
  },
  core: {
    settingTitle: 'A setting is wrong',
    setting: (reason: string) =>
      `${reason}. Correct it in the environment or in the file .env, and start Orderdeck again.`,
    title: 'Orderdeck could not begin to follow the orders',
    message: 'The log says why. Change the settings or start Orderdeck again.',
  },
  demo: {
    title: 'The demo database does not run',
    message: (reason: string) => `${reason} Choose the demo again to try once more, or use a MySQL server.`,
  },
  login: {
    title: 'The start at login could not be set up',
    message: (reason: string) => `The system does not let Orderdeck do it: ${reason}. Start it by hand until then.`,
  },
};
