import type { DesktopSettings } from '../../src-shared/desktop-settings.ts';
import type { DesktopStore } from './desktop-store.ts';
import type { RuleWatch } from './notify/rule-watch.ts';
import type { Updater } from './update/updater.ts';

/** Starts what works by the settings alone, and keeps it to them. */
export function followSettings(
  store: DesktopStore,
  parts: { readonly notifications: RuleWatch; readonly updates: Updater },
): void {
  let former: DesktopSettings = store.current.settings;
  parts.notifications.use(former.notifications);
  parts.updates.start(former.updates);
  store.onChange(({ settings }) => {
    if (settings === former) return;
    const before = former;
    former = settings;
    if (differs(settings.database, before.database)) parts.notifications.forget();
    if (differs(settings.notifications, before.notifications)) parts.notifications.use(settings.notifications);
    if (differs(settings.updates, before.updates)) parts.updates.use(settings.updates);
  });
}

function differs(now: unknown, before: unknown): boolean {
  return JSON.stringify(now) !== JSON.stringify(before);
}
