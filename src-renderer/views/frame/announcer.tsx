import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { text } from '../../strings.ts';
import { announce, announcements } from '../../ui/announcer.ts';
import { useFreshness } from '../../ui/use-freshness.ts';

/** The one place of the frame that is read out. Ages and counts change all the time and are not told. */
export function Announcer() {
  const said = useStore(announcements, (state) => state.said);
  const { freshness } = useFreshness();
  const kind = freshness.kind;
  const told = useRef(kind);
  useEffect(() => {
    if (told.current === kind) return;
    // Being connected for the first time is no news.
    const first = told.current === 'connecting' && kind !== 'refused';
    told.current = kind;
    if (!first && kind !== 'catching-up') announce(text.pill.spoken[kind]);
  }, [kind]);
  return (
    <div className="spoken" role="status" data-testid="announcer">
      {said}
    </div>
  );
}
