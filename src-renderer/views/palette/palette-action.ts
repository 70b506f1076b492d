/** One thing the palette can do. */
export interface PaletteAction {
  /** The same in every language and every session: what was used last is remembered by it. */
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

const KEY = 'orderdeck.palette';
const REMEMBERED = 5;

/** Pure: every word of the query begins or lies in the label; what begins a word comes first. Keeps the sequence. */
export function findActions(actions: readonly PaletteAction[], query: string): readonly PaletteAction[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return actions;
  const scored = actions.flatMap((action) => {
    const label = action.label.toLowerCase();
    const parts = label.split(/[\s:]+/);
    if (!words.every((word) => label.includes(word) || parts.some((part) => isLoose(part, word)))) return [];
    const starts = words.filter((word) => parts.some((part) => part.startsWith(word))).length;
    return [{ action, score: starts }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ action }) => action);
}

/** Pure: the letters come in this sequence, others between them: `wlbd` finds `wallboard`. */
function isLoose(part: string, word: string): boolean {
  if (word.length < 3 || part[0] !== word[0]) return false;
  let at = 0;
  for (const letter of part) if (letter === word[at]) at += 1;
  return at === word.length;
}

/** Pure: what was used last in front, the rest as it was. */
export function recentFirst(actions: readonly PaletteAction[], recent: readonly string[]): readonly PaletteAction[] {
  const used = recent.flatMap((id) => actions.find((action) => action.id === id) ?? []);
  return [...used, ...actions.filter((action) => !used.includes(action))];
}

export function recentActions(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, REMEMBERED) : [];
  } catch {
    // Refused or damaged: nothing was used then.
    return [];
  }
}

export function rememberAction(id: string): void {
  const recent = [id, ...recentActions().filter((known) => known !== id)].slice(0, REMEMBERED);
  try {
    localStorage.setItem(KEY, JSON.stringify(recent));
  } catch {
    // Not remembered then; nothing else depends on it.
    return;
  }
}
