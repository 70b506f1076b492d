import { Notification } from 'electron';
import type { Logger } from '../../observability/logger.ts';
import type { Announcement } from './news-words.ts';
import { notificationBody } from './notification-body.ts';

/** Shown ones that somebody may still click: without a reference they would be collected, and the click lost. */
const MOST_KEPT = 20;

/** Notifications of the operating system. */
export class SystemNotifications {
  private readonly shown: Notification[] = [];
  private isMissingTold = false;

  constructor(
    private readonly logger: Logger,
    /** Somebody clicked one. @param hash the place it is about */
    private readonly onClick: (hash: string) => void,
  ) {}

  show({ title, body, hash }: Announcement): void {
    if (!Notification.isSupported()) {
      if (!this.isMissingTold) this.logger.warn({}, 'This system shows no notifications, so none are raised');
      this.isMissingTold = true;
      return;
    }
    const notification = new Notification({ title, body: notificationBody(body, process.platform) });
    this.shown.push(notification);
    this.shown.splice(0, this.shown.length - MOST_KEPT);
    notification.on('click', () => this.onClick(hash));
    notification.on('failed', (_event, error) => this.logger.warn({ error }, 'A notification could not be shown'));
    notification.show();
  }
}
