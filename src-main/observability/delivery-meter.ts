import type { Stats } from '../../src-shared/rest-api.ts';

/** Counts what is handed to the clients. On the way of every change to every client, so it only adds. */
export class DeliveryMeter {
  private changeCount = 0;
  private messageCount = 0;
  private snapshotCount = 0;
  private changeBytes = 0;
  private snapshotBytes = 0;
  private otherBytes = 0;

  /** One message with so many changes, to one client. */
  changes(count: number, bytes: number): void {
    this.changeCount += count;
    this.messageCount++;
    this.changeBytes += bytes;
  }

  snapshotBegun(): void {
    this.snapshotCount++;
  }

  snapshotPart(bytes: number): void {
    this.snapshotBytes += bytes;
  }

  /** Status, heartbeats and results. */
  other(bytes: number): void {
    this.otherBytes += bytes;
  }

  read(): Stats['deliveries'] {
    return {
      changes: this.changeCount,
      messages: this.messageCount,
      snapshots: this.snapshotCount,
      bytes: { changes: this.changeBytes, snapshots: this.snapshotBytes, other: this.otherBytes },
    };
  }
}
