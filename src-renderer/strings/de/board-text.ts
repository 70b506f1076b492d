import type { OrderStatus } from '../../../src-shared/order.ts';
import { formatNumber } from '../../ui/format.ts';
import type { boardText as english } from '../en/board-text.ts';

const NONE: Record<OrderStatus, string> = {
  pending: 'Nichts wartet auf den Versand',
  shipped: 'Nichts ist unterwegs',
  delivered: 'Noch nichts zugestellt',
};
const NONE_HINT: Record<OrderStatus, string> = {
  pending: 'Neue Aufträge erscheinen hier von selbst, der älteste oben.',
  shipped: 'Einen offenen Auftrag hierher ziehen, oder auf ihm die Leertaste und dann Pfeil rechts drücken.',
  delivered: 'Einen versandten Auftrag hierher ziehen, wenn er angekommen ist. Der neueste steht oben.',
};
/** For those who may look and not move. */
const NONE_HINT_TO_SEE: Record<OrderStatus, string> = {
  pending: 'Neue Aufträge erscheinen hier von selbst, der älteste oben.',
  shipped: 'Ein Auftrag erscheint hier von selbst, sobald er versandt ist.',
  delivered: 'Ein Auftrag erscheint hier von selbst, sobald er angekommen ist. Der neueste steht oben.',
};
const DROP: Record<OrderStatus, string> = {
  pending: 'Hier ablegen: wieder offen',
  shipped: 'Hier ablegen: versandt',
  delivered: 'Hier ablegen: zugestellt',
};
const MOVE: Record<OrderStatus, string> = { pending: 'Wieder auf offen', shipped: 'Versenden', delivered: 'Zustellen' };
const NEW: Record<OrderStatus, string> = {
  pending: 'Neuer offener Auftrag',
  shipped: 'Neuer versandter Auftrag',
  delivered: 'Neuer zugestellter Auftrag',
};

export const boardText: typeof english = {
  title: 'Tafel',
  column: (status, count) => `${status}: ${formatNumber(count)}`,
  found: (found, all) => `${formatNumber(found)} von ${all}`,
  oldest: (span) => `ältester ${span}`,
  newest: (span) => `letzter vor ${span}`,
  create: NEW,
  none: NONE,
  noneHint: NONE_HINT,
  noneHintToSee: NONE_HINT_TO_SEE,
  noMatch: 'Die Suche findet hier nichts',
  noMatchHint: 'Gesucht wird in Nummer, Kunde und Produkt.',
  clearSearch: 'Suche leeren',
  drop: DROP,
  move: MOVE,
  moveMenu: (id) => `Auftrag ${id} verschieben`,
  warn: (span) => `Seit ${span}: wird spät`,
  late: (span) => `Seit ${span}: zu spät`,
  noAge: 'keine Zeit erfasst',
  movedBy: (who) => `von ${who}`,
  unconfirmed: 'Wird gespeichert',
  deleted: (id) => `Auftrag ${id} wurde inzwischen von jemand anderem gelöscht.`,
  dragRole: 'verschiebbare Karte',
  dragHelp:
    'Leertaste hebt die Karte an, Pfeil links und rechts wählen eine Spalte, Leertaste oder Eingabe legt sie ab, Escape legt sie zurück. Ist nichts angehoben, führen die Pfeile von Karte zu Karte, und Eingabe öffnet den Auftrag.',
  lifted: (id, status) => `Auftrag ${id} aus ${status} angehoben.`,
  isOver: (id, status) => `Auftrag ${id} ist über ${status}.`,
  isOutside: (id) => `Auftrag ${id} ist über keiner Spalte.`,
  dropped: (id, status) => `Auftrag ${id} in ${status} abgelegt.`,
  returned: (id, status) => `Auftrag ${id} bleibt in ${status}.`,
};
