import { orders } from './orders-count.ts';

/** What is said about things that were done and can be taken back. */
export const undoText = {
  undo: 'Undo',
  redo: 'Redo',
  saved: (id: number) => `Order ${id} saved`,
  undone: (count: number) => `${orders(count)} set back as before`,
  undoneOne: (id: number) => `Order ${id} is as before`,
  back: (id: number) => `Order ${id} is back`,
  removedAgain: (id: number) => `Order ${id} removed again`,
  redone: (count: number) => `Done again for ${orders(count)}`,
  changedBy: (id: number, who: string) =>
    `Order ${id} not taken back: ${who} changed it since. Open it to see both versions.`,
  changed: (count: number) =>
    `${orders(count)} not taken back: somebody else changed them since. They are left as they are now.`,
  goneOne: (id: number) => `Order ${id} not taken back: it was deleted since. Open it to bring it back.`,
  gone: (count: number) => `${orders(count)} not taken back: they were deleted since.`,
  expiredOne: (id: number) =>
    `Order ${id} not taken back: the change is too old to be known in full. Change the order by hand.`,
  expired: (count: number) =>
    `${orders(count)} not taken back: the changes are too old to be known in full. Change them by hand.`,
  failed: (count: number, why: string) => `${orders(count)} not taken back. ${why}`,
  somebody: 'somebody',
  show: 'Open it',
  takeBack: 'Take this change back',
  takeBackShort: 'Take back',
  changedAgain: 'Changed again since, so it cannot be taken back by itself',
  bringBack: 'Bring it back',
  deletedBy: (who: string, when: string) => `Deleted by ${who} at ${when}`,
  deletedAt: (when: string) => `Deleted at ${when}`,
  deletedHint: 'This is the order as it was last. Bringing it back keeps its number and its history.',
  leaveTitle: 'Leave without saving?',
  leaveBody: 'What you changed here is not saved yet and is lost when you leave.',
  leave: 'Leave without saving',
  stay: 'Stay here',
  unconfirmed: 'Not confirmed by the server yet',
};
