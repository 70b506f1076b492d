import { english } from './strings/en/english.ts';
import type { laterText } from './strings/en/later-text.ts';

/** Every key of the catalogue; a language that lacks one does not compile. */
export type Text = typeof english & typeof laterText;

/**
 * Every word the console says, in the language of the person before it. Set once, before the first view is loaded;
 * in English those of `laterText` are there once `laterWords` is done.
 */
export let text: Text = english as Text;

let isWhole = false;

export function setText(catalogue: Text): void {
  text = catalogue;
  isWhole = true;
}

/** Fetches the words that the start does without. To be waited for before a view is loaded that says them. */
export async function laterWords(): Promise<void> {
  if (isWhole) return;
  const { laterText } = await import('./strings/en/later-text.ts');
  setText({ ...english, ...laterText });
}
