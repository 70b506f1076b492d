/** The number that leads to each view in the desktop program, with Ctrl (Command on macOS), in the sequence of the menu. */
export const VIEW_KEYS = { orders: 1, board: 2, scan: 3, activity: 4, wallboard: 5, monitor: 6 } as const;
export type KeyedView = keyof typeof VIEW_KEYS;
export const KEYED_VIEWS = Object.keys(VIEW_KEYS) as readonly KeyedView[];
