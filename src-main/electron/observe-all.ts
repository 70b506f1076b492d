import type { AppObserver } from '../app.ts';

/** One observer in place of many; each is told in turn. */
export function observeAll(observers: readonly AppObserver[]): AppObserver {
  return {
    changed(changes) {
      for (const observer of observers) observer.changed(changes);
    },
    statusChanged(status) {
      for (const observer of observers) observer.statusChanged(status);
    },
    alerted(alert) {
      for (const observer of observers) observer.alerted?.(alert);
    },
  };
}
