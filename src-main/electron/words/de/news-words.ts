import type { newsWords as english } from '../en/news-words.ts';

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
  andMore: (count) => `und ${amount(count)} weitere`,
};
