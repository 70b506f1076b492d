import { type CSSProperties, memo, type ReactNode, useMemo } from 'react';
import { type AgeLevel, ageLevel, DEFAULT_ORDER_LIMITS, orderSince } from '../../../src-shared/order-limits.ts';
import { holdsAll } from '../../store/window-counts.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { countedText } from '../../ui/counted-text.ts';
import { formatNumber } from '../../ui/format.ts';
import { minuteOf } from '../../ui/time.ts';
import { hourOf, lastMinute } from './hour.ts';
import { HourChart } from './hour-chart.tsx';
import { oldestPending } from './oldest-pending.ts';
import { roughSpan } from './rough-span.ts';
import { shippedToday } from './today.ts';
import { type CountedNow, useCounted } from './use-counted.ts';
import styles from './wall-figures.module.css';

const words = text.wallboard;
const NOT_WHOLE = text.window.atLeastShort;

/** The four figures and the hour. `now`: milliseconds since 1970, once a second. */
export function WallFigures({ now }: { readonly now: number }) {
  const counted = useCounted();
  const serverNow = now + (counted?.clockAheadMs ?? 0);
  return (
    <>
      <section className={styles.figures} aria-label={words.title}>
        <Pending />
        <Oldest now={serverNow} />
        <Shipped counted={counted} now={serverNow} />
        <PerMinute now={serverNow} />
      </section>
      <Hour counted={counted} minute={Math.floor(serverNow / 5_000)} />
    </>
  );
}

function Pending() {
  const count = useConsole(({ picture }) => (picture.complete ? picture.counts.pending : null));
  const isWhole = useConsole(({ picture }) => holdsAll(picture.window, 'pending'));
  const value = count === null ? text.empty : countedText(count, isWhole);
  return <Figure name="pending" label={words.pending} value={value} note={isWhole ? undefined : NOT_WHOLE} />;
}

/** Looked for once a second: going through all orders for each change would be for nobody. */
function Oldest({ now }: { readonly now: number }) {
  const limits = useConsole((state) => state.status?.limits ?? DEFAULT_ORDER_LIMITS);
  const isWhole = useConsole(({ picture }) => holdsAll(picture.window, 'pending'));
  const order = useOldest(now);
  const since = Date.parse(order === null ? '' : (orderSince(order) ?? ''));
  if (order === null || Number.isNaN(since)) {
    return <Figure name="oldest" label={words.oldest} value={text.empty} note={words.nonePending} />;
  }
  const level = ageLevel(order, limits, now);
  const { value, unit } = roughSpan(now - since);
  const note = [isWhole ? '' : NOT_WHOLE, words.limit[level], words.order(order.id, order.customer_name)]
    .filter((part) => part !== '')
    .join(' · ');
  return <Figure name="oldest" label={words.oldest} value={value} unit={unit} note={note} level={level} />;
}

function useOldest(tick: number) {
  const { store } = useLiveConsole();
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for with each tick
  return useMemo(() => oldestPending(store.getState().picture.orders), [store, tick]);
}

function Shipped({ counted, now }: { readonly counted: CountedNow | null; readonly now: number }) {
  const recent = useConsole((state) => state.recent);
  if (counted === null) return <Figure name="shipped" label={words.shipped} value={text.empty} />;
  const { count, since } = shippedToday(counted, recent, now);
  const note = since === null ? undefined : words.since(minuteOf(since - counted.clockAheadMs));
  return <Figure name="shipped" label={words.shipped} value={formatNumber(count)} note={note} />;
}

/** As the server says every few seconds, or as has come since, which is more at once. */
function PerMinute({ now }: { readonly now: number }) {
  const { store } = useLiveConsole();
  const told = useConsole((state) => state.status?.changesPerMinute ?? null);
  const came = useMemo(() => lastMinute(store.getState().recent, now), [store, now]);
  const value = told === null ? text.empty : formatNumber(Math.max(told, came));
  return <Figure name="per-minute" label={words.perMinute} value={value} />;
}

/** Drawn anew every five seconds. */
function Hour({ counted, minute }: { readonly counted: CountedNow | null; readonly minute: number }) {
  const recent = useConsole((state) => state.recent);
  // biome-ignore lint/correctness/useExhaustiveDependencies: five seconds are a pixel of the hour
  const hour = useMemo(() => (counted === null ? null : hourOf(counted, recent, minute * 5_000)), [counted, minute]);
  return (
    <div className={styles.hour}>
      <HourChart hour={hour} />
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly note?: ReactNode;
  readonly level?: AgeLevel;
}

const Figure = memo(function Figure({ name, label, value, unit = '', note, level = 'fine' }: FigureProps) {
  const length = { '--chars': Math.max(3, value.length + unit.length * 0.6) } as CSSProperties;
  return (
    <div className={styles.figure} data-figure={name} data-level={level}>
      <p className={styles.label}>{label}</p>
      <p className={styles.value} style={length} data-testid={`wall-${name}`}>
        {value}
        {unit !== '' && <span className={styles.unit}> {unit}</span>}
      </p>
      <p className={styles.note}>{note}</p>
    </div>
  );
});
