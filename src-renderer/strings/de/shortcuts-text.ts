import type { shortcutsText as english } from '../en/shortcuts-text.ts';

export const shortcutsText: typeof english = {
  undo: 'Letzte eigene Änderung rückgängig machen',
  redo: 'Rückgängig Gemachtes wiederholen',
  moveRow: 'Von Auftrag zu Auftrag gehen',
  selectRow: 'Auftrag auswählen oder abwählen',
  openRow: 'Auftrag öffnen',
  ship: 'Ausgewählte Aufträge versenden',
  deliver: 'Ausgewählte Aufträge zustellen',
  setBack: 'Ausgewählte Aufträge auf Offen zurücksetzen',
  remove: 'Ausgewählte Aufträge löschen (mit Rückfrage)',
  closeOrder: 'Offenen Auftrag schließen',
};
