import type { AlertRule } from '../../../../src-shared/alert.ts';
import type { newsWords as english } from '../en/news-words.ts';

const UNITS: (typeof english)['alertUnits'] = { s: 's', ms: 'ms', 'per-minute': 'je Minute', times: 'Mal', MiB: 'MiB' };
const ALERTS: Readonly<Record<AlertRule, string>> = {
  'database-away': 'Die Datenbank ist nicht erreichbar',
  lag: 'Änderungen kommen spät an',
  'gap-age': 'Eine Transaktion ist schon lange offen',
  errors: 'Viele Fehler im Protokoll',
  drift: 'Aufträge wurden am Änderungsprotokoll vorbei geändert',
  'log-size': 'Das Änderungsprotokoll braucht viel Platz',
};

function counted(count: number, one: string, many: string): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}

function amount(count: number): string {
  return count.toLocaleString('de-DE');
}

/** After `seit mehr als`. */
function duration(minutes: number): string {
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, 'Tag', 'Tagen');
  return minutes % 60 === 0 ? counted(minutes / 60, 'Stunde', 'Stunden') : counted(minutes, 'Minute', 'Minuten');
}

export const newsWords: typeof english = {
  lost: (seconds) => `Die Datenbank ist seit mehr als ${counted(seconds, 'Sekunde', 'Sekunden')} nicht erreichbar`,
  lostBody: 'Änderungen werden erst wieder gezeigt, wenn sie zurück ist.',
  back: 'Die Datenbank ist wieder da',
  backBody: 'Jeder Bildschirm zeigt wieder den aktuellen Stand.',
  overdueOne: (id, minutes) => `Auftrag ${id} ist seit mehr als ${duration(minutes)} offen`,
  overdue: (count, minutes, isMore) =>
    `${isMore ? 'Mehr als ' : ''}${amount(count)} Aufträge sind seit mehr als ${duration(minutes)} offen`,
  newOrder: (customer) => `Neuer Auftrag von ${customer}`,
  newOrderBody: (id, product) => `Auftrag ${id}: ${product}`,
  newOrders: (count, customer) => `${amount(count)} neue Aufträge von ${customer}`,
  newOrdersOfMany: (count, customer, others) =>
    `${amount(count)} neue Aufträge von ${customer} und ${amount(others)} weiteren Kunden`,
  alerts: ALERTS,
  alertOver: (name) => `Vorbei: ${name}`,
  alertUnits: UNITS,
  alertFigure: (value, unit, limit) => `${amount(value)} ${unit}, Grenze ${amount(limit)}. Mehr dazu im Monitor.`,
  andMore: (count) => `und ${amount(count)} weitere`,
};
