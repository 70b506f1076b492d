/** A cursor as clients get it: text to hand back, and nothing to read in. */
export function encodeOpaque(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/** @returns what `encodeOpaque` was given, or `null` for anything that it did not write; whoever asked checks the parts */
export function decodeOpaque(text: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
