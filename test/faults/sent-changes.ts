import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';

/** What one client was sent over all its connections, in sequence, and what is wrong with it. */
export class SentChanges {
  readonly faults: string[] = [];
  /** Change ids since the last snapshot. */
  readonly ids = new Set<number>();
  readonly #versions = new Map<number, number>();

  take(message: ServerMessage): void {
    if (message.type === 'snapshot-end') this.startOver();
    else if (message.type === 'changes') for (const change of message.changes) this.change(change);
  }

  startOver(): void {
    this.ids.clear();
    this.#versions.clear();
  }

  change({ changeId, type, order }: ChangeEvent): void {
    if (this.ids.has(changeId)) this.faults.push(`change ${changeId} was sent twice`);
    this.ids.add(changeId);
    const before = this.#versions.get(order.id);
    if (before !== undefined && order.version < before) {
      this.faults.push(`order ${order.id} went back from version ${before} to ${order.version}`);
    }
    // An order that is created again after its deletion begins anew.
    if (type === 'DELETE') this.#versions.delete(order.id);
    else this.#versions.set(order.id, order.version);
  }
}
