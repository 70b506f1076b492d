import type { ChangeBatch, ResetReason } from '../feed/change-feed.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import { ChangeWindow } from './change-window.ts';

/** Somebody who follows the changes. Must not throw and must not wait: it takes from the window what it can. */
export interface Subscriber {
  /** There is more in the window. */
  changesAvailable(): void;
  /** Everything received so far is void; start from a snapshot. */
  reset(reason: ResetReason): void;
  /** The feed has found its place; until then nothing can be served. */
  feedStarted(): void;
}

/** What the hub knows once the feed has found its place in the log. */
export interface HubPlace {
  readonly window: ChangeWindow;
  readonly epoch: string;
}

/**
 * Puts each batch into the window once and tells every subscriber that there is more. Subscribers read the window at
 * their own speed, so a slow one neither delays a fast one nor has a queue of its own.
 */
export class Hub {
  private readonly subscribers = new Set<Subscriber>();
  private current: HubPlace | null = null;

  constructor(private readonly windowBytes: number) {}

  /** `null` until the feed has found its place. */
  get place(): HubPlace | null {
    return this.current;
  }

  get subscriberCount(): number {
    return this.subscribers.size;
  }

  /** @returns a function that ends the subscription */
  subscribe(subscriber: Subscriber): () => void {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  started(at: AnchoredPosition, epoch: string): void {
    this.current = { window: new ChangeWindow(this.windowBytes, at), epoch };
    for (const subscriber of this.subscribers) subscriber.feedStarted();
  }

  publish(batch: ChangeBatch): void {
    if (this.current === null) return;
    this.current.window.push(batch);
    for (const subscriber of this.subscribers) subscriber.changesAvailable();
  }

  reset(reason: ResetReason, at: AnchoredPosition, epoch: string): void {
    if (this.current === null) return;
    this.current.window.restart(at);
    this.current = { window: this.current.window, epoch };
    for (const subscriber of this.subscribers) subscriber.reset(reason);
  }
}
