import { ActionIcon } from '@mantine/core';
import { IconUserPause, IconX } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import styles from './queue-box.module.css';
import type { QueuedScan } from './queued-scan.ts';
import { isSameScanner } from './scanner.ts';
import { useScanBench, useStation } from './use-scan-bench.ts';

/** What somebody else has scanned here and could not be sent: it is not sent in the name of whoever is here now. */
export function OthersBox() {
  const others = useStation((state) => state.others);
  return grouped(others).map((scans) => (
    <ScansOfOne key={`${scans[0].by?.kind} ${scans[0].by?.name}`} scans={scans} name={nameOf(scans[0])} />
  ));
}

type Scans = readonly [QueuedScan, ...QueuedScan[]];

function ScansOfOne({ scans, name }: { readonly scans: Scans; readonly name: string }) {
  const { station } = useScanBench();
  const words = text.scan.others;
  return (
    <section className={styles.box} aria-label={words.title(scans.length, name)}>
      <p className={styles.title}>
        <IconUserPause size={20} aria-hidden />
        {words.title(scans.length, name)}
      </p>
      <p className={styles.hint}>{words.hint(name)}</p>
      <ol className={styles.list}>
        {scans.map(({ key, id, mode }) => (
          <li key={key} className={styles.scan}>
            <span className={styles.order}>{text.scan.queue.order(id)}</span>
            <span className={styles.mode}>{text.scan.mode[mode]}</span>
            <ActionIcon size={48} aria-label={words.dismiss(id, name)} onClick={() => station.dismiss(key)}>
              <IconX size={20} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf({ by }: QueuedScan): string {
  return by === null || by.name === '' ? text.scan.somebody : by.name;
}

function grouped(scans: readonly QueuedScan[]): readonly Scans[] {
  const groups: [QueuedScan, ...QueuedScan[]][] = [];
  for (const scan of scans) {
    const group = groups.find(
      ([{ by }]) => by === scan.by || (by !== null && scan.by !== null && isSameScanner(by, scan.by)),
    );
    if (group === undefined) groups.push([scan]);
    else group.push(scan);
  }
  return groups;
}
