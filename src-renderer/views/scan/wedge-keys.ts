/** What a key that went down is to somebody who looks for scans. */
export type KeyKind = 'char' | 'end' | 'modifier' | 'other';

/** The part of a keyboard event that tells. */
export type KeyLook = Pick<
  KeyboardEvent,
  'key' | 'keyCode' | 'isComposing' | 'ctrlKey' | 'altKey' | 'metaKey' | 'getModifierState'
>;

const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'CapsLock',
  'NumLock',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'Fn',
]);
/** What browsers say of a key that belongs to an input method. */
const COMPOSING = 229;

/** Pure. Dead keys and input methods compose by themselves and are left alone; so are shortcuts. */
export function keyKind(event: KeyLook): KeyKind {
  const { key } = event;
  if (MODIFIERS.has(key)) return 'modifier';
  if (event.isComposing || event.keyCode === COMPOSING || key === 'Dead' || key === 'Process') return 'other';
  // AltGr is Ctrl and Alt together on some systems, and yet it writes characters.
  const writes = event.getModifierState('AltGraph') || !(event.ctrlKey || event.altKey || event.metaKey);
  if (!writes) return 'other';
  if (key === 'Enter' || key === 'Tab') return 'end';
  return [...key].length === 1 ? 'char' : 'other';
}
