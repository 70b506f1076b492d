import type { DesktopNotice, DesktopState } from '../../src-shared/desktop-bridge.ts';

/** What the window knows of the program around it; every part writes its own piece here. */
export class DesktopStore {
  private readonly listeners = new Set<(state: DesktopState) => void>();

  constructor(private state: DesktopState) {}

  get current(): DesktopState {
    return this.state;
  }

  set(change: Partial<DesktopState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener(this.state);
  }

  /** Shows a notice, in place of the one with the same id. */
  notify(notice: DesktopNotice): void {
    this.set({ notices: [...this.state.notices.filter(({ id }) => id !== notice.id), notice] });
  }

  /** Takes a notice away; without effect when there is none. */
  withdraw(id: string): void {
    if (this.state.notices.some((notice) => notice.id === id)) {
      this.set({ notices: this.state.notices.filter((notice) => notice.id !== id) });
    }
  }

  /** Shows the notice with this id as it is now, or takes it away. */
  announce(id: DesktopNotice['id'], notice: DesktopNotice | null): void {
    if (notice === null) this.withdraw(id);
    else this.notify(notice);
  }

  /** @returns a function that ends it */
  onChange(listener: (state: DesktopState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
