import type { DesktopApp } from './desktop-app.ts';

export interface SeenNotification {
  readonly title: string;
  readonly body: string;
}

interface Shown extends SeenNotification {
  show(): void;
  emit(event: 'click'): void;
}
type Listen = (this: Shown, event: string, listener: () => void) => Shown;
type WithShown = typeof globalThis & { shownNotifications: Shown[] };

/** The notifications of the system, which a machine for tests has none of: kept in the program in place of being shown. */
export class SystemNotificationsRig {
  private constructor(private readonly app: DesktopApp) {}

  static async install(app: DesktopApp): Promise<SystemNotificationsRig> {
    await app.evaluate(({ Notification }) => {
      const shown: Shown[] = [];
      (globalThis as WithShown).shownNotifications = shown;
      Notification.isSupported = () => true;
      // Each object brings a `show` of its own; that somebody listens to its clicks is where it can be replaced.
      const prototype = Notification.prototype as unknown as { on: Listen };
      const { on } = prototype;
      prototype.on = function listen(event, listener) {
        this.show = () => shown.push(this);
        return on.call(this, event, listener);
      };
    });
    return new SystemNotificationsRig(app);
  }

  /** All that were shown, oldest first. */
  seen(): Promise<SeenNotification[]> {
    return this.app.evaluate(() =>
      (globalThis as WithShown).shownNotifications.map(({ title, body }) => ({ title, body })),
    );
  }

  /** Somebody clicks the newest one. */
  async clickLast(): Promise<void> {
    await this.app.evaluate(() => {
      (globalThis as WithShown).shownNotifications.slice(-1)[0]?.emit('click');
    });
  }

  /** Puts the window out of sight, as one does who works in another. */
  async leaveWindow(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  }
}
