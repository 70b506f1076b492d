import type { DesktopNotice, DesktopState } from '../../src-shared/desktop-bridge.ts';

/** What the window knows of the program around it; every part writes its own piece here. */
export class DesktopStore {
  private readonly notices = new Map<DesktopNotice['id'], () => DesktopNotice | null>();
  private readonly listeners = new Set<(state: DesktopState) => void>();

  constructor(private state: DesktopState) {}

  get current(): DesktopState {
    return this.state;
  }

  set(change: Partial<DesktopState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener(this.state);
  }

  /** Shows a notice, in place of the one with the same id. @param tell writes it, in the language of the moment */
  notify(tell: () => DesktopNotice): void {
    this.announce(tell().id, tell);
  }

  /** Takes a notice away; without effect when there is none. */
  withdraw(id: DesktopNotice['id']): void {
    if (this.notices.delete(id)) this.retell();
  }

  /** Shows the notice with this id as it is now, or takes it away where there is nothing to tell. */
  announce(id: DesktopNotice['id'], tell: () => DesktopNotice | null): void {
    const isThere = this.notices.delete(id);
    const isWanted = tell() !== null;
    if (isWanted) this.notices.set(id, tell);
    if (isThere || isWanted) this.retell();
  }

  /** The notices in the language of now. */
  retell(): void {
    this.set({ notices: [...this.notices.values()].flatMap((tell) => tell() ?? []) });
  }

  /** @returns a function that ends it */
  onChange(listener: (state: DesktopState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
