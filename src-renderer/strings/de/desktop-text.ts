import type { desktopText as english } from '../en/desktop-text.ts';
import { settingsText } from './settings-text.ts';

/** What the window says of the program around it, wherever somebody is. */
export const desktopText: typeof english = {
  absent: 'Das geht nur im Desktop-Programm.',
  noAnswer:
    'Das Programm antwortet nicht. Noch einmal versuchen; hilft das nicht, das Programm beenden und neu starten.',
  notices: 'Hinweise des Programms',
  dismiss: 'Ausblenden',
  showFile: 'Datei zeigen',
  openSettings: 'Einstellungen öffnen',
  updateAvailable: (version) => `Version ${version} ist verfügbar`,
  updateAvailableMessage: 'Während des Ladens geht die Arbeit weiter; installiert wird erst auf Wunsch.',
  updateReady: (version) => `Version ${version} ist bereit`,
  updateReadyMessage: 'Sie wird beim Beenden des Programms installiert, oder sofort.',
  download: settingsText.updates.download,
  install: settingsText.updates.install,
  later: settingsText.updates.later,
};
