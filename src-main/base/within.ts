import type { Clock } from './clock.ts';

/** What `promise` resolves with, or `fallback` when that takes longer than `ms` or fails. Never rejects. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>, fallback: T): Promise<T> {
  let giveUp: () => void = () => undefined;
  const late = new Promise<T>((resolve) => {
    giveUp = () => resolve(fallback);
  });
  const limit = clock.after(ms, giveUp);
  const value = await Promise.race([promise.catch(() => fallback), late]);
  limit.cancel();
  return value;
}
