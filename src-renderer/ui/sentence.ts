/** A rule of a schema (`takes a user name`) as a sentence beside its field. */
export function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
