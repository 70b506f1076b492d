import { IconAlertTriangle, IconClock, IconClockExclamation } from '@tabler/icons-react';
import type { Order } from '../../../src-shared/order.ts';
import { ageLevel, DEFAULT_ORDER_LIMITS, orderSince } from '../../../src-shared/order-limits.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { formatSpan } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { exactTime } from '../../ui/time.ts';
import styles from './card-age.module.css';

const ICONS = { fine: IconClock, warn: IconClockExclamation, late: IconAlertTriangle };
/** Ages are shown to the second in their first minute only. */
const LOOK_MS = 5_000;

interface CardAgeProps {
  readonly order: Order;
  /** What stands around the span. */
  readonly say?: (span: string) => string;
}

/** How long an order has been what it is; urgent by colour, by icon and in words. */
export function CardAge({ order, say = (span) => span }: CardAgeProps) {
  const now = Math.max(useNow(LOOK_MS), Date.now());
  const limits = useConsole((state) => state.status?.limits) ?? DEFAULT_ORDER_LIMITS;
  const since = orderSince(order);
  const age = since === null ? Number.NaN : now - Date.parse(since);
  if (since === null || Number.isNaN(age)) return <span title={text.board.noAge}>{text.empty}</span>;
  const level = ageLevel(order, limits, now);
  const span = formatSpan(Math.max(0, age));
  const words = level === 'fine' ? null : text.board[level](span);
  const Icon = ICONS[level];
  return (
    <span className={styles.age} data-level={level} title={[words, exactTime(since)].filter(Boolean).join('\n')}>
      <Icon size={14} stroke={2} aria-hidden />
      {/* Read as the sentence; seen as the span. */}
      <time dateTime={since} aria-hidden={words !== null}>
        {say(span)}
      </time>
      {words !== null && <span className="spoken">{words}</span>}
    </span>
  );
}
