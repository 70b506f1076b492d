import { app } from 'electron';
import { words } from '../words/words.ts';

/** Shows who this is: the version, what it runs on, the licence. */
export function showAbout(version: string): void {
  const { electron, chrome, node } = process.versions;
  app.setAboutPanelOptions({
    applicationName: 'Orderdeck',
    applicationVersion: version,
    version: `Electron ${electron}`,
    copyright: words.window.about.licence,
    credits: `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
  });
  app.showAboutPanel();
}
