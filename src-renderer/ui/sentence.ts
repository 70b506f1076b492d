import { text } from '../strings.ts';

/** A rule of a schema (`takes a user name`) as a sentence beside its field, in the language of the console if known. */
export function sentence(message: string): string {
  const rule = text.errors.rules[message] ?? message;
  return `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`;
}
