import { Button } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { preferences } from '../../store/preferences.ts';
import { allows, session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import styles from './tour.module.css';
import { tourPlace } from './tour-place.ts';

const words = text.help.tour;
/** What each step speaks of; a step whose thing is not on the screen is shown without a frame. */
const TARGETS = ['views', 'search', 'new-order', 'pill', 'help'] as const;

/** The steps of whoever is there: what they may not do is passed over. */
function useSteps(): readonly { readonly title: string; readonly body: string; readonly target: string }[] {
  const mayCreate = useStore(session, (state) => state.info === null || allows(state, 'orders:create'));
  return TARGETS.flatMap((target, index) => {
    const said = words.steps[index];
    return said === undefined || (target === 'new-order' && !mayCreate) ? [] : [{ ...said, target }];
  });
}

/** One step: a frame around what it speaks of and a card beside it. Everything else stays usable. */
export function Tour({ step }: { readonly step: number }) {
  const [place, setPlace] = useState<DOMRect | null>(null);
  const [before] = useState(() => document.activeElement);
  const title = useRef<HTMLHeadingElement>(null);
  const card = useRef<HTMLElement>(null);
  const [stands, setStands] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const steps = useSteps();
  const said = steps[step];
  const target = said?.target;
  useEffect(() => {
    const shown = document.querySelector(`[data-tour="${target}"]`);
    const measure = (): void => setPlace(shown?.getBoundingClientRect() ?? null);
    measure();
    title.current?.focus();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [target]);
  useLayoutEffect(() => {
    const isThere = place !== null && place.width > 0 && card.current !== null;
    const screen = { width: window.innerWidth, height: window.innerHeight };
    const size = { width: card.current?.offsetWidth ?? 0, height: card.current?.offsetHeight ?? 0 };
    setStands(isThere ? tourPlace(place, size, screen) : null);
  }, [place]);
  const end = (): void => {
    overlays.setState({ tour: null });
    preferences.setState({ tourAnswered: true });
    if (before instanceof HTMLElement) before.focus();
  };
  const last = step === steps.length - 1;
  if (said === undefined) return null;
  return (
    <>
      {place !== null && place.width > 0 && (
        <div
          className={styles.frame}
          style={{ left: place.left - 4, top: place.top - 4, width: place.width + 8, height: place.height + 8 }}
        />
      )}
      <section
        ref={card}
        className={styles.card}
        {...(stands === null ? {} : { style: { ...stands, right: 'auto', bottom: 'auto' } })}
        role="dialog"
        aria-label={words.label}
        onKeyDown={(event) => {
          if (event.key === 'Escape') end();
        }}
      >
        <h2 ref={title} className={styles.title} tabIndex={-1}>
          {said.title}
        </h2>
        <p className={styles.body}>{said.body}</p>
        <footer className={styles.foot}>
          <span className={styles.position}>{words.position(step + 1, steps.length)}</span>
          <Button variant="default" disabled={step === 0} onClick={() => overlays.setState({ tour: step - 1 })}>
            {words.back}
          </Button>
          {!last && (
            <Button variant="subtle" color="gray" onClick={end}>
              {words.end}
            </Button>
          )}
          <Button onClick={() => (last ? end() : overlays.setState({ tour: step + 1 }))}>
            {last ? words.done : words.next}
          </Button>
        </footer>
      </section>
    </>
  );
}
