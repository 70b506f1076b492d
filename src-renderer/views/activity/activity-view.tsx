import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { looksOld } from '../../connection/freshness.ts';
import { text } from '../../strings.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import { ActivityBlank } from './activity-blank.tsx';
import type { ActivityFeed } from './activity-feed.ts';
import { ActivityFoot } from './activity-foot.tsx';
import { ActivityList } from './activity-list.tsx';
import { ActivityTools } from './activity-tools.tsx';
import styles from './activity-view.module.css';
import { useActivity, useActivityFeed } from './use-activity.ts';

/** Every change as it happens, newest first. */
export function ActivityView() {
  const feed = useActivityFeed();
  const search = useRef<HTMLInputElement>(null);
  const { freshness, ageMs } = useFreshness();
  const isEmpty = useActivity(feed, ({ lines }) => lines.length === 0);
  usePauseKey(feed);
  useHotkeys([['f', () => search.current?.select()]]);
  return (
    <section className={styles.view} aria-label={text.activity.title}>
      <ActivityTools feed={feed} search={search} />
      <div className={styles.rows} data-old={looksOld(freshness, ageMs)}>
        {isEmpty ? (
          <div className={styles.blank}>
            <ActivityBlank feed={feed} />
          </div>
        ) : (
          <ActivityList feed={feed} />
        )}
      </div>
      <ActivityFoot feed={feed} />
    </section>
  );
}

/** Space pauses and resumes, except where it presses something or is typed. */
function usePauseKey(feed: ActivityFeed): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      if (key !== ' ' || ctrlKey || metaKey || altKey || event.repeat) return;
      if (target instanceof Element && target.closest('button, a, input, select, textarea, [role="dialog"]')) return;
      event.preventDefault();
      feed.setPaused(!feed.state.getState().paused);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [feed]);
}
