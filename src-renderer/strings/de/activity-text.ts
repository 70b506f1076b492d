import type { ChangeType } from '../../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../../src-shared/server-message.ts';
import { formatNumber } from '../../ui/format.ts';
import type { activityText as english } from '../en/activity-text.ts';

const KINDS: Record<ChangeType, string> = { INSERT: 'Angelegt', UPDATE: 'Geändert', DELETE: 'Gelöscht' };
const READ_ANEW: Record<SnapshotReason, string> = {
  'first-connect': 'Hier begann die Verbindung neu, und die Tabelle wurde neu gelesen.',
  'log-passed': 'Die Verbindung war lange weg; hier wurde die Tabelle neu gelesen.',
  'new-epoch': 'Das Änderungsprotokoll wurde ersetzt; hier wurde die Tabelle neu gelesen.',
  drift:
    'Hier wurde die Tabelle neu gelesen: Etwas hat sie am Änderungsprotokoll vorbei geändert. Diese Änderungen fehlen in der Liste.',
};

export const activityText: typeof english = {
  title: 'Aktivität',
  list: 'Änderungen, neueste zuerst',
  columns: { at: 'Wann', kind: 'Was', order: 'Auftrag', changes: 'Änderung', who: 'Wer' },
  kinds: KINDS,
  readAnew: READ_ANEW,
  order: (id: number) => `Auftrag ${id} öffnen`,
  search: 'Nach Auftrag, Kunde, Artikel oder Person filtern',
  searchPlaceholder: 'Änderungen filtern',
  clearSearch: 'Filter leeren',
  kind: 'Art der Änderung',
  allKinds: 'Alle',
  status: 'Erreichter Status',
  anyStatus: 'Jeder Status',
  who: 'Wer',
  anybody: 'Alle Personen',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  pauseHint: 'Leertaste',
  paused: 'Angehalten. Neue Änderungen kommen weiter an und erscheinen beim Fortsetzen.',
  waiting: (count: number) => `${formatNumber(count)} neu`,
  newAbove: (count: number) => `${formatNumber(count)} neu darüber`,
  count: (count: number) => `${formatNumber(count)} ${count === 1 ? 'Änderung' : 'Änderungen'} in der Liste`,
  reading: (count: number) =>
    `Es kam mehr an, als hier aufbewahrt wird: Der Rest wird vom Server gelesen, bisher ${formatNumber(count)}`,
  haveRead: (count: number) => `${formatNumber(count)} zwischenzeitliche Änderungen wurden vom Server gelesen`,
  loadingOlder: 'Ältere Änderungen werden geladen',
  olderFailed: 'Ältere Änderungen konnten nicht geladen werden.',
  failed: 'Die Änderungen konnten nicht geladen werden',
  failedHint: 'Keine ist verloren: Der Server hebt sie auf. Erneut versuchen.',
  failedLost: 'Keine ist verloren: Der Server hebt sie auf. Erneut versuchen, sobald die Verbindung wieder da ist.',
  retry: 'Erneut versuchen',
  lookFurther: 'Weiter zurück suchen',
  end: 'Älteres ist nicht aufbewahrt.',
  none: 'Noch keine Änderungen',
  noneHint: 'Jede Änderung an einem Auftrag erscheint hier von selbst, gleich wer sie macht.',
  noMatch: 'Keine Änderung passt zum Filter',
  noMatchHint:
    'Der Filter prüft Auftragsnummer, Kunde, Artikel und Person. Passende Änderungen erscheinen hier von selbst.',
  showAll: 'Alle Änderungen zeigen',
  loading: 'Änderungen werden geladen',
  export: 'CSV exportieren',
  exporting: (count: number) => `Export läuft, bisher ${formatNumber(count)}`,
  cancelExport: 'Export abbrechen',
  exported: (count: number) => `${formatNumber(count)} Änderungen exportiert`,
  exportFailed:
    'Der Export wurde abgebrochen: Der Server antwortet nicht. Es wurde keine Datei geschrieben. Erneut versuchen, sobald die Verbindung wieder steht.',
  exportColumns: {
    changeId: 'Änderung',
    at: 'Zeit (UTC)',
    who: 'Wer',
    kind: 'Was',
    order: 'Auftrag',
    version: 'Version',
    before: (field: string) => `${field} vorher`,
    after: (field: string) => `${field} nachher`,
  },
  file: 'aktivitaet',
};
