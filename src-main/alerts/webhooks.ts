import type { WebhookFigures } from '../../src-shared/alert.ts';
import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { Logger } from '../observability/logger.ts';
import type { Delivery, WebhookOutbox } from './webhook-outbox.ts';
import { signedHeaders } from './webhook-signature.ts';

export interface WebhooksDeps {
  readonly outbox: WebhookOutbox;
  readonly urls: readonly string[];
  readonly secret: string;
  /** A message that has not been taken for so long is put aside, in milliseconds. */
  readonly giveUpMs: number;
  readonly post: (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<string | null>;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

const RETRY = { firstMs: 5_000, mostMs: 3_600_000 };
/** More than this wait only when a receiver has been away for long: the oldest are put aside then. */
const MOST_PENDING = 1_000;

/** Sends messages to every address until each has been taken or its time is over; what was not taken is kept. */
export class Webhooks implements Service {
  readonly name = 'webhooks';
  private readonly pending = new Map<string, { readonly delivery: Delivery; timer: Timer | null }>();
  private readonly undelivered = new Map<string, Delivery>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly counts = { delivered: 0, failures: 0 };
  private problem: string | null = null;
  private stopped = false;

  constructor(private readonly deps: WebhooksDeps) {}

  /** What an earlier run left is sent now. @throws Error when the folder cannot be used */
  async start(): Promise<void> {
    const { pending, undelivered, damaged } = await this.deps.outbox.load();
    for (const path of damaged)
      this.deps.logger.warn({ path }, 'A message that waits to be sent cannot be read and stays where it is');
    for (const delivery of undelivered) this.undelivered.set(delivery.id, delivery);
    for (const delivery of pending) this.schedule(delivery, 0, 0);
  }

  /** What is under way is waited for, at most as long as one exchange may take; what waits stays on disk. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const { timer } of this.pending.values()) timer?.cancel();
    await Promise.all(this.underWay);
  }

  /** On disk for every address before it returns; sending goes on by itself. */
  async send(body: string): Promise<void> {
    for (const url of this.deps.urls) {
      const delivery = { id: this.deps.newId(), url, body, createdAt: this.deps.clock.now() };
      await this.deps.outbox.put(delivery);
      this.schedule(delivery, 0, 0);
    }
    for (const id of [...this.pending.keys()].slice(0, -MOST_PENDING)) await this.putAside(id);
  }

  /** Tries those that were put aside again. @returns how many */
  async retryUndelivered(): Promise<number> {
    const deliveries = [...this.undelivered.values()];
    for (const delivery of deliveries) {
      await this.deps.outbox.takeBack(delivery.id);
      this.undelivered.delete(delivery.id);
      // Its time begins anew.
      const again = { ...delivery, createdAt: this.deps.clock.now() };
      await this.deps.outbox.put(again);
      this.schedule(again, 0, 0);
    }
    return deliveries.length;
  }

  get figures(): WebhookFigures {
    return {
      targets: this.deps.urls.length,
      pending: this.pending.size,
      ...this.counts,
      undelivered: this.undelivered.size,
      problem: this.problem,
    };
  }

  private schedule(delivery: Delivery, waitMs: number, failures: number): void {
    const timer = this.deps.clock.after(waitMs, () => {
      const attempt = this.attempt(delivery, failures).finally(() => this.underWay.delete(attempt));
      this.underWay.add(attempt);
    });
    this.pending.set(delivery.id, { delivery, timer });
  }

  private async attempt(delivery: Delivery, failures: number): Promise<void> {
    const { clock, logger, secret } = this.deps;
    const { id, url, body } = delivery;
    try {
      const headers = signedHeaders(secret, id, Math.floor(clock.now() / 1_000), body);
      this.problem = await this.deps.post(url, body, headers);
      if (this.problem === null) {
        this.counts.delivered++;
        this.pending.delete(id);
        await this.deps.outbox.done(id);
        return;
      }
      this.counts.failures++;
      logger.warn({ webhook: id, problem: this.problem }, 'A message about an alert was not taken');
      if (clock.now() - delivery.createdAt >= this.deps.giveUpMs) await this.putAside(id);
      else if (!this.stopped && this.pending.has(id))
        this.schedule(delivery, backoff(failures + 1, RETRY, this.deps.random()), failures + 1);
    } catch (error) {
      // The disk: it stays in memory, and on disk as it was.
      logger.error({ error, webhook: id }, 'The folder of messages about alerts could not be written');
    }
  }

  private async putAside(id: string): Promise<void> {
    const known = this.pending.get(id);
    if (known === undefined) return;
    known.timer?.cancel();
    this.pending.delete(id);
    await this.deps.outbox.putAside(id);
    this.undelivered.set(id, known.delivery);
    this.deps.logger.error(
      { webhook: id },
      'A message about an alert was given up and is kept; an admin can have it sent again',
    );
  }
}
