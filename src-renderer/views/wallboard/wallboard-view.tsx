import { useEffect } from 'react';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { useNow } from '../../ui/now.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import { burnInShift } from './burn-in.ts';
import { LeaveButton } from './leave-button.tsx';
import { useWallReload } from './use-wall-reload.ts';
import { WallChanges } from './wall-changes.tsx';
import { WallClock } from './wall-clock.tsx';
import { WallFigures } from './wall-figures.tsx';
import { wallState } from './wall-state.ts';
import styles from './wallboard-view.module.css';

const words = text.wallboard;

/** For a screen on the wall that nobody touches: what waits, what was done, and how old that is. */
export function WallboardView() {
  useWallReload();
  useEffect(() => {
    document.title = `${words.title} – ${text.product}`;
  }, []);
  const now = useNow(1_000);
  const [x, y] = burnInShift(now);
  return (
    <main className={styles.wall} data-tokens="dark" aria-label={words.title}>
      <div className={styles.shifted} style={{ transform: `translate(${x}px, ${y}px)` }}>
        <header className={styles.head}>
          <h1 className={styles.name}>{text.product}</h1>
          <WallNote />
          <WallClock />
        </header>
        <WallFigures now={now} />
        <WallChanges tick={now} />
        <WallCover />
      </div>
      <LeaveButton />
    </main>
  );
}

function useWallState() {
  const { clock } = useLiveConsole();
  const { freshness, ageMs } = useFreshness();
  const connection = useConsole((state) => state.connection);
  const hasData = useConsole(({ picture }) => picture.complete);
  const now = clock.now();
  const lostAt = connection.kind === 'reconnecting' ? now - (clock.monotonic() - connection.since) : null;
  return wallState({ freshness, ageMs, hasData, lostAt, now });
}

/** A line for what is wrong as long as the figures can still be relied on. */
function WallNote() {
  const state = useWallState();
  return (
    <div className={styles.note} role="status">
      {state.kind === 'note' && state.title}
    </div>
  );
}

/** Old figures are not to be read by mistake: their age lies over them. */
function WallCover() {
  const state = useWallState();
  if (state.kind !== 'cover') return null;
  return (
    <div className={styles.cover} role="alert" data-testid="wall-cover">
      <p className={styles.coverTitle}>{state.title}</p>
      <p className={styles.coverHint}>{state.hint}</p>
    </div>
  );
}
