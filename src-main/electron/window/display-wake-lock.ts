import { powerSaveBlocker } from 'electron';

/** Keeps the display from going dark while the window hangs on a wall. */
export class DisplayWakeLock {
  private id: number | null = null;

  set(isHeld: boolean): void {
    if (isHeld === (this.id !== null)) return;
    if (this.id === null) {
      this.id = powerSaveBlocker.start('prevent-display-sleep');
    } else {
      powerSaveBlocker.stop(this.id);
      this.id = null;
    }
  }
}
