import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { Kept } from '../../store/kept.ts';
import type { ConsoleStore } from '../../store/store.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { ActivityFeed, type ActivityState } from './activity-feed.ts';
import { readActivityPage } from './activity-pages.ts';

/** The list goes on where it was left: without the server there would be no other way back to it. */
const feeds = new Kept<ConsoleStore, ActivityFeed>(1);

/** The list of changes; it follows them as long as the view is open. */
export function useActivityFeed(): ActivityFeed {
  const { store, clock } = useLiveConsole();
  const feed = useMemo(() => {
    const left = feeds.get(store);
    if (left !== undefined) return left;
    const made = new ActivityFeed({ recent: () => store.getState().recent, readPage: readActivityPage, clock });
    feeds.set(store, made);
    return made;
  }, [store, clock]);
  useEffect(() => {
    feed.start();
    const unsubscribe = store.subscribe((now, before) => {
      if (now.recent !== before.recent) feed.changed();
    });
    return () => {
      unsubscribe();
      feed.stop();
    };
  }, [feed, store]);
  const isLive = useConsole((state) => state.connection.kind === 'live');
  useEffect(() => {
    // What could not be read while the server was away can be read now.
    if (isLive && feed.state.getState().older === 'failed') void feed.loadOlder();
  }, [isLive, feed]);
  return feed;
}

export function useActivity<T>(feed: ActivityFeed, select: (state: ActivityState) => T): T {
  return useStore(feed.state, select);
}
