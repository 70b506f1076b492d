import { formatNumber } from '../../ui/format.ts';
import type { windowText as english } from '../en/window-text.ts';
import { orders } from './orders-count.ts';

export const windowText: typeof english = {
  held: (held, total) => `${formatNumber(held)} von ${orders(total)}: die neuesten und alle nicht zugestellten`,
  newestOnly: (held, total) =>
    `Nur die neuesten ${formatNumber(held)} von ${orders(total)}. Für die Liste sind zu viele ältere noch nicht zugestellt`,
  found: (shown, held) => `${formatNumber(shown)} gefunden unter den ${formatNumber(held)} in der Liste`,
  atLeast: (count) => `${count}+`,
  atLeastHint: 'Mindestens so viele: ältere Aufträge, die nicht in der Liste stehen, sind nicht mitgezählt.',
  atLeastShort: 'mindestens, ältere nicht mitgezählt',
  searchAll: (total) => (total === 1 ? 'Den einen Auftrag durchsuchen' : `Alle ${orders(total)} durchsuchen`),
  searchAllFor: (total, search) => `Alle ${orders(total)} nach „${search}“ durchsuchen`,
  searchAllKey: 'Die Eingabetaste im Suchfeld tut dasselbe',
  title: 'Suche in allen Aufträgen',
  contains: (words) => `Alle Aufträge mit „${words}“ in Nummer, Kunde oder Artikel`,
  inStatus: (status) => `Status ${status}`,
  all: 'Alle Aufträge',
  back: 'Zurück zur Liste',
  searching: 'Alle Aufträge werden durchsucht',
  foundAll: (count) => `${orders(count)} gefunden`,
  foundSoFar: (count) => `Bisher ${orders(count)} gefunden, die neuesten zuerst`,
  more: 'Mehr zeigen',
  none: 'Kein Auftrag passt',
  noneHint: 'Alle Aufträge wurden durchsucht, auch die, die nicht in der Liste stehen.',
  failed: 'Die Suche kam nicht zu Ende',
  failedLost: 'Es besteht keine Verbindung zum Server. Noch einmal suchen, wenn sie zurück ist.',
  retry: 'Noch einmal suchen',
  gone: 'gelöscht',
  seeking: (id) => `Auftrag ${id} wird geholt`,
  unread: (id) => `Auftrag ${id} konnte nicht geholt werden`,
  unreadHint: 'Er steht nicht in der Liste; der Server wurde danach gefragt und hat nicht geantwortet.',
  unreadLost:
    'Er steht nicht in der Liste, und es besteht keine Verbindung zum Server. Sobald sie zurück ist, wird er geholt.',
  fetchAgain: 'Noch einmal versuchen',
};
