import type { lookText as english } from '../en/look-text.ts';

export const lookText: typeof english = {
  scheme: 'Farben',
  schemes: { auto: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  contrast: 'Kontrast',
  contrastHint: 'Hoch: Schwarz auf Weiß oder Weiß auf Schwarz, mit kräftigeren Linien.',
  contrasts: { auto: 'Wie das System', more: 'Hoch' },
  language: 'Sprache',
  languageHint: 'Die Seite wird neu geladen. Daten und Zahlen folgen der Region des Browsers.',
  languages: { auto: 'Wie der Browser', en: 'English', de: 'Deutsch' },
  density: 'Zeilenhöhe',
  densities: { compact: 'Kompakt', normal: 'Normal', touch: 'Touch' },
  singleKeys: 'Kürzel aus einer Taste',
  singleKeysHint: 'Zum Beispiel N für einen neuen Auftrag. Aus: Nur Kürzel mit Strg wirken.',
  kept: 'In diesem Browser aufbewahrt, für Sie allein.',
  reloadAsks: 'Die Sprache wechselt beim neuen Laden der Seite. Nicht Gespeichertes ginge verloren.',
  reload: 'Jetzt neu laden',
};
