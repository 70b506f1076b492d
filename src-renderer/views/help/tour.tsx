import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import styles from './tour.module.css';

const words = text.help.tour;
/** What each step speaks of; a step whose thing is not on the screen is shown without a frame. */
const TARGETS = ['views', 'search', 'new-order', 'pill', 'help'] as const;

/** One step: a card at the edge and a frame around what it speaks of. Everything else stays usable. */
export function Tour({ step }: { readonly step: number }) {
  const [place, setPlace] = useState<DOMRect | null>(null);
  const [before] = useState(() => document.activeElement);
  const title = useRef<HTMLHeadingElement>(null);
  const said = words.steps[step];
  useEffect(() => {
    const target = document.querySelector(`[data-tour="${TARGETS[step]}"]`);
    const measure = (): void => setPlace(target?.getBoundingClientRect() ?? null);
    measure();
    title.current?.focus();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [step]);
  const end = (): void => {
    overlays.setState({ tour: null });
    preferences.setState({ tourAnswered: true });
    if (before instanceof HTMLElement) before.focus();
  };
  const last = step === words.steps.length - 1;
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
        className={styles.card}
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
          <span className={styles.position}>{words.position(step + 1, words.steps.length)}</span>
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
