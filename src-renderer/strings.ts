import { english } from './strings/en/english.ts';

/** Every key of the catalogue; a language that lacks one does not compile. */
export type Text = typeof english;

/** Every word the console says, in the language of the person before it. Set once, before the first view is loaded. */
export let text: Text = english;

export function setText(catalogue: Text): void {
  text = catalogue;
}
