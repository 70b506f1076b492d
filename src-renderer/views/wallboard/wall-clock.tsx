import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { formatAge } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { clockOf } from '../../ui/time.ts';
import styles from './wall-clock.module.css';

const words = text.wallboard;
/** Often enough that no second is skipped. */
const TICK_MS = 200;

/** The time and the age of the data: a screen that stands still is seen to stand still. */
export function WallClock() {
  const { clock } = useLiveConsole();
  const now = useNow(TICK_MS);
  const dataAsOf = useConsole((state) => state.dataAsOf);
  const ageMs = dataAsOf === null ? null : Math.max(0, clock.monotonic() - dataAsOf);
  return (
    <div className={styles.clock}>
      <time className={styles.time}>{clockOf(now)}</time>
      <span className={styles.age} data-testid="wall-age">
        {ageMs === null ? words.noData : words.dataAge(formatAge(ageMs))}
      </span>
    </div>
  );
}
