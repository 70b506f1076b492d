import { z } from 'zod';
import { orderSchema } from '../../src-shared/order.ts';
import type { ListOrdersQuery } from '../../src-shared/rest-api.ts';
import type { Clock } from '../base/clock.ts';
import type { OrderPage } from '../commands/order-repository.ts';
import { SignedText } from '../feed/bus/signed-text.ts';
import { covers, type Position } from '../feed/position.ts';

/** Where a feed stands, in one life of the log. */
export interface FeedPlace {
  readonly epoch: string;
  readonly position: Position;
}

export interface RecentOrdersDeps {
  readonly store: {
    read(name: string): Promise<string | null>;
    keep(name: string, text: string, seconds: number): Promise<void>;
  };
  readonly clock: Clock;
  readonly place: () => FeedPlace | null;
  /** Milliseconds since the feed was last known to be up to date; `null` while it is not. */
  readonly dataAgeMs: () => number | null;
}

const KEY = 'recent_orders';
const KEPT_SECONDS = 300;
const MOST_ROWS = 100;
/** A feed that has not looked for so long proves nothing. */
const FRESH_MS = 1_000;
/** Whoever has written here reads what was written, though the feed has not come by yet. */
const AFTER_WRITE_MS = 2_000;

const keptSchema = z.object({
  limit: z.number(),
  epoch: z.string(),
  head: z.number(),
  gaps: z.array(z.object({ from: z.number(), to: z.number() })),
  orders: z.array(orderSchema),
  nextCursor: z.string().nullable(),
});

/**
 * The most recently changed orders, kept in Redis for the servers of one database. They were read after the place that
 * is kept with them, so they show all that a feed at that place has told; and they are served only where that place
 * covers the feed of the asking server. So they are never older than what its clients see; all else asks the database.
 */
export class RecentOrders {
  readonly counters = { recentServed: 0, recentRead: 0 };
  private signed: SignedText | null = null;
  private pokedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: RecentOrdersDeps) {}

  /** @param secret of the database, which all its servers share */
  believe(secret: string): void {
    this.signed = new SignedText(secret);
  }

  /** This server has written. */
  poked(): void {
    this.pokedAt = this.deps.clock.monotonic();
  }

  /** @param read asks the database. @throws what that throws; Redis never makes it fail */
  async page(query: ListOrdersQuery & { readonly limit: number }, read: () => Promise<OrderPage>): Promise<OrderPage> {
    const place = this.isOurs(query) ? this.freshPlace() : null;
    if (place === null) return read();
    const kept = await this.kept(query.limit, place);
    if (kept !== null) {
      this.counters.recentServed++;
      return kept;
    }
    this.counters.recentRead++;
    const page = await read();
    this.keep(query.limit, place, page);
    return page;
  }

  private isOurs({ limit, sort, cursor, status, q }: ListOrdersQuery & { readonly limit: number }): boolean {
    return sort === '-updated_at' && limit <= MOST_ROWS && [cursor, status, q].every((part) => part === undefined);
  }

  private freshPlace(): FeedPlace | null {
    const age = this.deps.dataAgeMs();
    if (this.signed === null || age === null || age > FRESH_MS) return null;
    return this.deps.clock.monotonic() - this.pokedAt < AFTER_WRITE_MS ? null : this.deps.place();
  }

  private async kept(limit: number, place: FeedPlace): Promise<OrderPage | null> {
    const text = await this.deps.store.read(KEY).catch(() => null);
    const body = text === null ? null : (this.signed?.open(text) ?? null);
    const parsed = body === null ? null : keptSchema.safeParse(JSON.parse(body));
    if (parsed?.success !== true) return null;
    const { data } = parsed;
    // The feed may have gone on while Redis was asked.
    const now = this.deps.place();
    if (data.limit !== limit || data.epoch !== place.epoch || now?.epoch !== place.epoch) return null;
    return covers(data, now.position) ? { orders: data.orders, nextCursor: data.nextCursor } : null;
  }

  private keep(limit: number, { epoch, position }: FeedPlace, page: OrderPage): void {
    const text = this.signed?.sign(JSON.stringify({ limit, epoch, ...position, ...page }));
    if (text === undefined) return;
    this.deps.store.keep(KEY, text, KEPT_SECONDS).catch(() => undefined);
  }
}
