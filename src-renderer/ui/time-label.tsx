import { text } from '../strings.ts';
import { useNow } from './now.ts';
import { exactTime, relativeTime } from './time.ts';

/** A moment as people say it; to the second, local and UTC, on hover. */
export function TimeLabel({ iso }: { readonly iso: string | null | undefined }) {
  const now = useNow(5_000);
  if (iso === null || iso === undefined) return <span title={text.time.none}>{text.empty}</span>;
  return (
    <time dateTime={iso} title={exactTime(iso)}>
      {relativeTime(iso, Math.max(now, Date.now()))}
    </time>
  );
}
