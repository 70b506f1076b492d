import type { DesktopEvent } from '../../../src-shared/desktop-bridge.ts';

/**
 * What the page is told. While it is being loaded nobody listens there, so that what is told meanwhile waits, the
 * last of each kind: somebody who asked for two orders one after the other looks at the second.
 */
export class PageOutbox {
  private readonly waiting = new Map<DesktopEvent['type'], DesktopEvent>();
  private isOpen = false;

  constructor(private readonly send: (event: DesktopEvent) => void) {}

  tell(event: DesktopEvent): void {
    if (this.isOpen) {
      this.send(event);
      return;
    }
    // In the sequence in which they were last asked for.
    this.waiting.delete(event.type);
    this.waiting.set(event.type, event);
  }

  /** The page listens. */
  open(): void {
    this.isOpen = true;
    const events = [...this.waiting.values()];
    this.waiting.clear();
    for (const event of events) this.send(event);
  }

  /** The page is gone, or on its way to being loaded anew. */
  close(): void {
    this.isOpen = false;
  }
}
