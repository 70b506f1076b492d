import { ActionIcon } from '@mantine/core';
import { IconClockPause, IconX } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import styles from './queue-box.module.css';
import { useScanBench, useStation } from './use-scan-bench.ts';

/** The scans that wait for the server, in their sequence; each can be taken out. */
export function QueueBox() {
  const { station } = useScanBench();
  const queue = useStation((state) => state.queue);
  const waiting = useStation((state) => state.waiting);
  const isKept = useStation((state) => state.isKept);
  const isBlocked = useStation((state) => state.isBlocked);
  // What is on its way for a moment is counted in the panel; a list that flashes up would only be in the way.
  if (queue.length === 0 || (waiting === null && !isBlocked)) return null;
  const words = text.scan.queue;
  return (
    <section className={styles.box} aria-label={words.title(queue.length)}>
      <p className={styles.title}>
        <IconClockPause size={20} aria-hidden />
        {words.title(queue.length)}
      </p>
      <p className={styles.hint}>
        {waiting} {isKept ? words.kept : words.notKept}
      </p>
      <ol className={styles.list}>
        {queue.map(({ key, id, mode }, index) => (
          <li key={key} className={styles.scan}>
            <span className={styles.place}>{index + 1}.</span>
            <span className={styles.order}>{words.order(id)}</span>
            <span className={styles.mode}>{text.scan.mode[mode]}</span>
            <ActionIcon size={48} aria-label={words.remove(id)} onClick={() => station.remove(key)}>
              <IconX size={20} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
    </section>
  );
}
