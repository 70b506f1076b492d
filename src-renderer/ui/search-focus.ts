const listeners = new Set<() => void>();

/** Puts the cursor into the search field, with what stands there selected; without effect where there is none. */
export function focusSearch(): void {
  for (const listener of listeners) listener();
}

/** @returns a function that ends it */
export function onFocusSearch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
