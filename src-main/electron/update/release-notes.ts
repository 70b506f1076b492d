const LONGEST = 4_000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/**
 * Pure. What the feed says of a version as plain text: feeds hold HTML, and are not ours.
 *
 * @param notes text, or a list of `{ version, note }`, or anything else, which counts as nothing
 */
export function releaseNotes(notes: unknown): string | null {
  const text = plain(Array.isArray(notes) ? notes.map(noteOf).join('\n\n') : String(notes ?? ''));
  if (text === '' || (typeof notes !== 'string' && !Array.isArray(notes))) return null;
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function noteOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return '';
  const { version, note } = entry as { readonly version?: unknown; readonly note?: unknown };
  return typeof note === 'string' ? `${String(version ?? '')}\n${note}`.trim() : '';
}

function plain(text: string): string {
  return (
    text
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replace(/<br\s*\/?>|<\/(p|div|li|h[1-6]|ul|ol)>/gi, '\n')
      .replace(/<li\b[^>]*>/gi, '- ')
      .replace(/<\/?[a-z!][^>]*>/gi, '')
      // Once, at the end: what was written as &amp;lt; is to be read as &lt;.
      .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => ENTITIES[name] ?? '')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}
