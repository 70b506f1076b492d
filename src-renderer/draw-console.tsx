import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { LiveConsole } from './live-console.ts';

/** Puts the console in place of what was seen until it was there. */
export function drawConsole(place: HTMLElement, live: LiveConsole): void {
  createRoot(place).render(
    <StrictMode>
      <App live={live} />
    </StrictMode>,
  );
}
