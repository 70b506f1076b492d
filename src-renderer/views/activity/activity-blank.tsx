import { Button, Skeleton } from '@mantine/core';
import { IconHistory, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './activity-blank.module.css';
import type { ActivityFeed } from './activity-feed.ts';
import { EVERYTHING, isEverything } from './activity-filter.ts';
import { useActivity } from './use-activity.ts';

const words = text.activity;

/** What stands where there are no lines: why, and what makes some appear. */
export function ActivityBlank({ feed }: { readonly feed: ActivityFeed }) {
  const older = useActivity(feed, (state) => state.older);
  const filter = useActivity(feed, (state) => state.filter);
  const lost = useConsole(({ connection }) => connection.kind === 'reconnecting' || connection.kind === 'refused');
  if (older === 'loading' || older === 'idle') return <Loading />;
  if (older === 'failed') {
    return (
      <EmptyState
        icon={<IconPlugConnectedX size={22} />}
        title={words.failed}
        hint={lost ? words.failedLost : words.failedHint}
      >
        <Button variant="default" onClick={() => void feed.loadOlder()}>
          {words.retry}
        </Button>
      </EmptyState>
    );
  }
  if (isEverything(filter)) {
    return <EmptyState icon={<IconHistory size={22} />} title={words.none} hint={words.noneHint} />;
  }
  return (
    <EmptyState icon={<IconSearchOff size={22} />} title={words.noMatch} hint={words.noMatchHint}>
      {older === 'unfound' && (
        <Button variant="default" onClick={() => void feed.loadOlder()}>
          {words.lookFurther}
        </Button>
      )}
      <Button variant="default" onClick={() => feed.setFilter(EVERYTHING)}>
        {words.showAll}
      </Button>
    </EmptyState>
  );
}

function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label={words.loading}>
      {Array.from({ length: 12 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
        <div key={row} className={styles.row}>
          <Skeleton height={10} width={48} />
          <Skeleton height={10} width={72} />
          <Skeleton height={10} width={40} />
          <Skeleton height={10} width={`${24 + ((row * 7) % 24)}%`} />
        </div>
      ))}
    </div>
  );
}
