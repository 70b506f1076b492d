import { text } from '../../strings.ts';
import type { ActivityFeed } from './activity-feed.ts';
import styles from './activity-view.module.css';
import { useActivity } from './use-activity.ts';

const words = text.activity;

/** How many are listed, and what is being done about those that are not. */
export function ActivityFoot({ feed }: { readonly feed: ActivityFeed }) {
  const count = useActivity(feed, ({ lines }) => lines.length);
  // None listed is not none there are, as long as they could not be read.
  const isRead = useActivity(feed, ({ older }) => older === 'end' || older === 'unfound');
  const paused = useActivity(feed, (state) => state.paused);
  const bridge = useActivity(feed, (state) => state.bridge);
  return (
    <footer className={styles.foot}>
      <output className={styles.note}>
        {bridge !== null && (bridge.done ? words.haveRead(bridge.read) : words.reading(bridge.read))}
        {bridge === null && paused && words.paused}
      </output>
      <span className={styles.count} data-testid="activity-count">
        {(count > 0 || isRead) && words.count(count)}
      </span>
    </footer>
  );
}
