import type { paletteText as english } from '../en/palette-text.ts';

export const paletteText: typeof english = {
  label: 'Befehl oder Auftrag suchen',
  placeholder: 'Befehl, Nummer, Kunde oder Artikel eingeben',
  actions: 'Befehle',
  orders: 'Aufträge',
  recent: 'Zuletzt verwendet',
  nothing: 'Nichts gefunden',
  goTo: (view) => `Zu: ${view}`,
  open: (id) => `Auftrag ${id} öffnen`,
  scheme: (scheme) => `Farben: ${scheme}`,
  contrast: (contrast) => `Kontrast: ${contrast}`,
  language: (language) => `Sprache: ${language}`,
  density: (density) => `Zeilenhöhe: ${density}`,
  checkNow: 'Verbindung jetzt prüfen',
  exportCsv: 'Alle Aufträge als CSV exportieren',
  console: 'Konsole im Browser öffnen',
  updates: 'Nach einer neuen Version suchen',
  logs: 'Ordner der Protokolldateien öffnen',
};
