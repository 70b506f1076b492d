import type { WedgeKey } from './wedge-detector.ts';

/** A key that was kept from the page, with what is needed to give it back. */
export interface HeldKey extends WedgeKey {
  readonly target: EventTarget | null;
  readonly init: KeyboardEventInit;
}

/** How long letters typed one after another look for one option, in milliseconds. */
const TYPE_AHEAD_MS = 1_000;
const PRESSABLE = 'button, summary, a[href], input[type="checkbox"], input[type="radio"], [role="button"]';
const NO_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** True where characters go when they are typed. */
export function isTextField(target: EventTarget | null): target is HTMLElement {
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** True where Space presses. */
export function isPressable(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.matches(PRESSABLE);
}

/**
 * Does what the key would have done: tells the page first, which may use it as a shortcut, and then writes the
 * character where the cursor is.
 *
 * @param announce is told of the event before the page is, to let it pass
 * @returns what takes the character out again, as long as nothing else was written there; `null` where none was written
 */
export function replayKey(key: HeldKey, announce: (event: KeyboardEvent) => void): (() => void) | null {
  const { target } = key;
  const place = target instanceof Node && target.isConnected ? target : document.body;
  const down = new KeyboardEvent('keydown', key.init);
  announce(down);
  if (!place.dispatchEvent(down)) return null;
  // What listened may have moved the cursor; the character follows it, as a pressed key does.
  const focused = document.activeElement;
  if (isTextField(focused)) return insertText(focused, key.key);
  if (focused instanceof HTMLSelectElement) typeAhead(focused, key);
  else if (key.key === ' ' && isPressable(focused)) focused.click();
  return null;
}

function insertText(field: HTMLElement, text: string): () => void {
  write(field, text);
  const after = contentOf(field);
  return () => {
    if (document.activeElement === field && contentOf(field) === after) document.execCommand('delete');
  };
}

function write(field: HTMLElement, text: string): void {
  // The only way that keeps the field's own undo; it is not going away.
  if (document.execCommand('insertText', false, text)) return;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  if (field.readOnly || field.disabled || field.selectionStart === null) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd ?? field.selectionStart, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}

function contentOf(field: HTMLElement): string | null {
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : field.textContent;
}

let sought = { select: null as HTMLSelectElement | null, text: '', at: 0 };

/** Chooses the next option that begins with what was typed, as the browser does for keys of its own. */
function typeAhead(select: HTMLSelectElement, { key, at }: HeldKey): void {
  const goesOn = sought.select === select && at - sought.at < TYPE_AHEAD_MS;
  const text = (goesOn ? sought.text : '') + key.toLowerCase();
  sought = { select, text, at };
  const options = [...select.options];
  const isRepeated = [...text].every((letter) => letter === text[0]);
  const wanted = isRepeated ? (text[0] ?? '') : text;
  const from = isRepeated ? select.selectedIndex + 1 : Math.max(0, select.selectedIndex);
  const turned = [...options.slice(from), ...options.slice(0, from)];
  const found = turned.find(({ label, disabled }) => !disabled && label.trim().toLowerCase().startsWith(wanted));
  if (found === undefined || found.selected) return;
  found.selected = true;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
}
