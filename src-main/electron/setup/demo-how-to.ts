import type { DemoOffer } from '../../../src-shared/desktop-bridge.ts';
import { words } from '../words/words.ts';

/** What to do where no demo database can be started: what it takes, and how this kind of system gets it. */
export function howToGetDemo(platform: string): Extract<DemoOffer, { available: false }> {
  const { noServer, oneCommand, homebrew, windows } = words.calls.database;
  switch (platform) {
    case 'linux':
      return { available: false, message: `${noServer} ${oneCommand}`, howTo: LINUX };
    case 'darwin':
      return { available: false, message: `${noServer} ${homebrew}`, howTo: ['brew install mariadb'] };
    case 'win32':
      return { available: false, message: windows, howTo: [MARIADB, 'https://dev.mysql.com/downloads/installer/'] };
    default:
      return { available: false, message: noServer, howTo: [MARIADB, 'https://dev.mysql.com/downloads/mysql/'] };
  }
}

const MARIADB = 'https://mariadb.org/download/';
const LINUX = [
  'sudo apt-get install mariadb-server',
  'sudo dnf install mariadb-server',
  'sudo pacman -S mariadb',
  'sudo zypper install mariadb',
];
