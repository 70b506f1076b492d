import { formatNumber } from '../../ui/format.ts';
import type { wallboardText as english } from '../en/wallboard-text.ts';

export const wallboardText: typeof english = {
  title: 'Wandanzeige',
  pending: 'Offen',
  oldest: 'Ältester offener',
  shipped: 'Heute versandt',
  perMinute: 'Änderungen je Minute',
  nonePending: 'nichts wartet',
  order: (id: number, customer: string) => `#${id} ${customer}`,
  since: (time: string) => `seit ${time}`,
  limit: { fine: '', warn: 'länger als vorgesehen', late: 'zu lange' },
  hour: 'Änderungen je Minute in der letzten Stunde',
  hourSummary: (total: number, most: number) =>
    `${formatNumber(total)} Änderungen in der letzten Stunde, höchstens ${formatNumber(most)} in einer Minute`,
  noHour: 'Die letzte Stunde ist noch nicht bekannt',
  changes: 'Letzte Änderungen',
  noChanges: 'Noch hat sich nichts geändert',
  dataAge: (age: string) => `Daten ${age} alt`,
  noData: 'noch keine Daten',
  connecting: 'Verbindung wird aufgebaut',
  connectingHint: 'Aufträge erscheinen hier, sobald der Server antwortet.',
  catchingUp: 'Holt auf',
  reconnecting: (time: string) => `Verbindung getrennt seit ${time}`,
  old: (age: string) => `Daten ${age} alt`,
  oldHint: (time: string) => `Diese Zahlen stimmten um ${time}.`,
  databaseLost: (time: string) => `Datenbank nicht erreichbar seit ${time}`,
  readerStopped: (time: string) => `Keine Live-Daten seit ${time}`,
  refused: 'Der Server weist diese Konsole ab',
  serverSilent: 'Der Server antwortet, liest aber nichts Neues.',
  leave: 'Wandanzeige verlassen',
};
