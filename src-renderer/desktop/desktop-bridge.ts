import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop program; absent in a browser. */
    readonly orderdeck?: DesktopBridge;
  }
}

/** The desktop program around this page; `null` in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return window.orderdeck ?? null;
}
