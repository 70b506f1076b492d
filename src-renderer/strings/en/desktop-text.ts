import { settingsText } from './settings-text.ts';

/** What the window says of the program around it, wherever somebody is. */
export const desktopText = {
  absent: 'This works in the desktop program only.',
  noAnswer: 'The program did not answer. Try again; if that does not help, quit and start it.',
  notices: 'Notices of the program',
  dismiss: 'Dismiss',
  showFile: 'Show the file',
  openSettings: 'Open settings',
  updateAvailable: (version: string) => `Version ${version} is available`,
  updateAvailableMessage: 'Work goes on while it is downloaded, and it is installed when you say so.',
  updateReady: (version: string) => `Version ${version} is ready`,
  updateReadyMessage: 'It is installed when the program ends, or at once.',
  download: settingsText.updates.download,
  install: settingsText.updates.install,
  later: settingsText.updates.later,
};
