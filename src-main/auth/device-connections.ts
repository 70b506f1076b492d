import type { Access } from './access.ts';

/** Counts the open connections of each device on this server, on the way to what watches their rights. */
export class DeviceConnections {
  private readonly counts = new Map<number, number>();

  constructor(private readonly access: Pick<Access, 'watch'>) {}

  of(deviceId: number): number {
    return this.counts.get(deviceId) ?? 0;
  }

  /** As `Access.watch`, for as long as a connection is open. */
  readonly watch: Access['watch'] = (principal, onEnded) => {
    const release = this.access.watch(principal, onEnded);
    const { deviceId } = principal;
    if (deviceId === null) return release;
    this.add(deviceId, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.add(deviceId, -1);
      isOpen = false;
      release();
    };
  };

  private add(deviceId: number, more: number): void {
    const count = this.of(deviceId) + more;
    if (count === 0) this.counts.delete(deviceId);
    else this.counts.set(deviceId, count);
  }
}
