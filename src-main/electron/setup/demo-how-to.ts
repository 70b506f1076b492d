import type { DemoOffer } from '../../../src-shared/desktop-bridge.ts';

/** What to do where no demo database can be started: what it takes, and how this kind of system gets it. */
export function howToGetDemo(platform: string): Extract<DemoOffer, { available: false }> {
  const { message, howTo } = PLATFORMS[platform] ?? OTHER;
  return { available: false, message, howTo };
}

interface HowTo {
  readonly message: string;
  /** One command or address a line. */
  readonly howTo: readonly string[];
}

const AGAIN = 'Install one, then look again.';

const OTHER: HowTo = {
  message: `The demo runs a MariaDB or MySQL server of its own, and this machine has none. ${AGAIN}`,
  howTo: ['https://mariadb.org/download/', 'https://dev.mysql.com/downloads/mysql/'],
};

const PLATFORMS: Readonly<Record<string, HowTo>> = {
  linux: {
    message: `${OTHER.message} One of these commands does it, depending on the system:`,
    howTo: [
      'sudo apt-get install mariadb-server',
      'sudo dnf install mariadb-server',
      'sudo pacman -S mariadb',
      'sudo zypper install mariadb',
    ],
  },
  darwin: { message: `${OTHER.message} With Homebrew that is one command:`, howTo: ['brew install mariadb'] },
  win32: {
    message:
      'On Windows the demo cannot start a server of its own. Install MariaDB or MySQL as a service, and choose "Use a MySQL server" with the password you gave it.',
    howTo: ['https://mariadb.org/download/', 'https://dev.mysql.com/downloads/installer/'],
  },
};
