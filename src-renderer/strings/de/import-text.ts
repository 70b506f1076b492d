import { formatNumber } from '../../ui/format.ts';
import type { importText as english } from '../en/import-text.ts';
import { orders } from './orders-count.ts';

function lines(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'Zeile' : 'Zeilen'}`;
}

export const importText: typeof english = {
  menu: 'CSV: Import und Export',
  open: 'Aufträge aus einer CSV-Datei importieren',
  exportAll: 'Alle Aufträge als CSV exportieren',
  exportShown: (count) => `${orders(count)} wie angezeigt als CSV exportieren`,
  exportOffline: 'Der Export braucht den Server; er ist gerade nicht erreichbar.',
  drop: 'Datei ablegen, um zu sehen, was importiert würde',
  title: 'Aufträge importieren',
  close: 'Schließen',
  choose: {
    heading: 'CSV-Datei hier ablegen',
    button: 'Datei auswählen',
    hint: 'Spalten für Kunde und Produkt, wahlweise eine für den Status. Importiert wird erst, nachdem zu sehen war, was geschehen würde.',
    formats: 'Komma, Semikolon oder Tabulator; mit oder ohne Spaltennamen. Aus Excel: „CSV UTF\u20118“.',
    unreadable: 'Die Datei ließ sich nicht lesen. Vielleicht wurde sie verschoben oder geändert: bitte neu auswählen.',
    tooLarge: (megabytes) =>
      `Dateien bis ${formatNumber(megabytes)} MB lassen sich importieren. Bitte die Datei aufteilen.`,
    empty: 'In dieser Datei steht keine Zeile.',
  },
  reading: (name) => `${name} wird gelesen`,
  preview: {
    windows1252:
      'Die Datei ist nicht in UTF-8. Sie wurde als Windows-1252 gelesen, wie ältere Excel sie schreiben: bitte Buchstaben wie ä, é und ß unten prüfen.',
    delimiter: 'Trennzeichen',
    delimiters: { ',': 'Komma', ';': 'Semikolon', '\t': 'Tabulator' },
    header: 'Die erste Zeile enthält die Spaltennamen',
    column: (index, name) => (name === '' ? `Spalte ${index}` : `${index}: ${name}`),
    none: 'Keine',
    good: (count) => `${orders(count)} ${count === 1 ? 'wird' : 'werden'} angelegt`,
    nothing: 'Keine Zeile dieser Datei lässt sich importieren',
    refused: (count) => `${lines(count)} abgelehnt`,
    reason: (reason, count, first) => `${reason}: ${lines(count)} (${first})`,
    inLines: (numbers, more) => `Zeile ${numbers.map(formatNumber).join(', ')}${more ? ' …' : ''}`,
    more: (count) => `und ${formatNumber(count)} weitere Gründe`,
    table: 'Die ersten Zeilen der Datei',
    line: 'Zeile',
    result: 'Ergebnis',
    isGood: 'wird angelegt',
    download: 'Abgelehnte Zeilen herunterladen',
    start: (count) => `${orders(count)} importieren`,
    offline: 'Der Import kann beginnen, sobald die Verbindung wieder da ist.',
    other: 'Andere Datei auswählen',
  },
  fault: {
    quotes: 'Anführungszeichen gehören nicht zusammen',
    cells: 'Mehr Zellen als Spalten',
    blank: (field) => `${field} ist leer`,
    long: (field) => `${field} ist länger als 255 Zeichen`,
    control: (field) => `${field} enthält einen Zeilenumbruch oder ein anderes Steuerzeichen`,
    unicode: (field) => `${field} enthält ein beschädigtes Zeichen`,
    status: (field) => `${field} ist weder Offen, Versandt noch Zugestellt`,
    other: (field) => `${field} ist ungültig`,
  },
  run: {
    progress: 'Fortschritt des Imports',
    done: (created, total) => `${formatNumber(created)} von ${orders(total)} angelegt`,
    pace: (perSecond, left) => `${formatNumber(perSecond)} je Sekunde, noch ${left}`,
    waiting:
      'Der Server antwortet nicht. Der letzte Teil wird wieder gesendet, bis er antwortet; nichts wird doppelt angelegt.',
    tryNow: 'Jetzt versuchen',
    stop: 'Import anhalten',
    stopping: 'Wird angehalten: die Antwort auf den letzten Teil steht noch aus.',
    hint: 'Diese Seite bis zum Ende geöffnet lassen.',
  },
  end: {
    done: (count) => `${orders(count)} angelegt`,
    none: 'Kein Auftrag wurde angelegt',
    stillThere: (left, all) =>
      left === 0
        ? `${orders(all)} angelegt und zurückgenommen`
        : `${formatNumber(left)} von ${orders(all)} noch vorhanden`,
    stopped: (count) => `Von Ihnen angehalten: ${lines(count)} nicht importiert.`,
    numbers: (ranges, more) =>
      more === 0 ? `Nummern ${ranges}` : `Nummern ${ranges} und ${formatNumber(more)} weitere Bereiche`,
    refused: (count) => `${lines(count)} abgelehnt. Herunterladen, berichtigen und diese Datei importieren.`,
    refusedBatch: (count, reason) => `${lines(count)} vom Server abgelehnt: ${reason}`,
    doubtful: (count, first, last) =>
      `${orders(count)} der Zeilen ${formatNumber(first)} bis ${formatNumber(last)} waren beim Anhalten unterwegs, und keine Antwort kam. Sie können angelegt worden sein: vor einem neuen Import nachsehen.`,
    download: 'Nicht importierte Zeilen herunterladen',
    undo: (count) => `${orders(count)} zurücknehmen`,
    undoing: 'Wird zurückgenommen',
    undone: (count) => `${orders(count)} zurückgenommen.`,
    kept: (count) => `${orders(count)} nicht zurückgenommen: inzwischen von jemandem geändert oder gelöscht.`,
    undoFailed: (count) => `${orders(count)} ließen sich nicht zurücknehmen. Bitte noch einmal versuchen.`,
    another: 'Weitere Datei importieren',
    reasonStopped: 'nicht importiert: angehalten',
    reasonDoubtful: 'möglicherweise importiert: keine Antwort',
  },
};
