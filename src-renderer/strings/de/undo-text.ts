import type { undoText as english } from '../en/undo-text.ts';
import { orders } from './orders-count.ts';

export const undoText: typeof english = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  saved: (id) => `Auftrag ${id} gespeichert`,
  undone: (count) => `${orders(count)} wie vorher`,
  undoneOne: (id) => `Auftrag ${id} ist wie vorher`,
  back: (id) => `Auftrag ${id} ist wieder da`,
  removedAgain: (id) => `Auftrag ${id} wieder entfernt`,
  redone: (count) => `Für ${orders(count)} wiederholt`,
  changedBy: (id, who) =>
    `Auftrag ${id} nicht zurückgenommen: ${who} hat ihn inzwischen geändert. Öffnen zeigt beide Fassungen.`,
  changed: (count) =>
    `${orders(count)} nicht zurückgenommen: inzwischen von anderen geändert. Sie bleiben, wie sie jetzt sind.`,
  goneOne: (id) => `Auftrag ${id} nicht zurückgenommen: inzwischen gelöscht. Öffnen, um ihn zurückzuholen.`,
  gone: (count) => `${orders(count)} nicht zurückgenommen: inzwischen gelöscht.`,
  expiredOne: (id) =>
    `Auftrag ${id} nicht zurückgenommen: Die Änderung liegt zu weit zurück. Den Auftrag von Hand ändern.`,
  expired: (count) =>
    `${orders(count)} nicht zurückgenommen: Die Änderungen liegen zu weit zurück. Bitte von Hand ändern.`,
  failed: (count, why) => `${orders(count)} nicht zurückgenommen. ${why}`,
  somebody: 'jemand',
  show: 'Öffnen',
  takeBack: 'Diese Änderung zurücknehmen',
  takeBackShort: 'Zurücknehmen',
  changedAgain: 'Seitdem wieder geändert, daher nicht einzeln zurückzunehmen',
  bringBack: 'Zurückholen',
  deletedBy: (who, when) => `Gelöscht von ${who} um ${when}`,
  deletedAt: (when) => `Gelöscht um ${when}`,
  deletedHint: 'So sah der Auftrag zuletzt aus. Beim Zurückholen behält er Nummer und Verlauf.',
  leaveTitle: 'Ohne Speichern verlassen?',
  leaveBody: 'Die Änderungen hier sind noch nicht gespeichert und gehen beim Verlassen verloren.',
  leave: 'Ohne Speichern verlassen',
  stay: 'Hier bleiben',
  unconfirmed: 'Vom Server noch nicht bestätigt',
};
