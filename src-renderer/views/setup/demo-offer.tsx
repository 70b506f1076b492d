import { Button, Loader } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DemoOffer as Offer } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './setup.module.css';

const words = text.setup.demo;

interface DemoOfferProps {
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** Starts a database of the program's own, or says how to get what that takes. */
export function DemoOffer({ onDone, onBack }: DemoOfferProps) {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const look = useCallback(async (): Promise<void> => {
    setOffer(null);
    setProblem(null);
    const answer = await callDesktop('get-demo-offer');
    if (answer.ok) setOffer(answer.value);
    else setProblem(answer.message);
  }, []);
  useEffect(() => void look(), [look]);
  // A button that was out of reach for a while has lost the keyboard.
  useEffect(() => {
    if (problem !== null) button.current?.focus();
  }, [problem]);
  const start = async (): Promise<void> => {
    setStarting(true);
    setProblem(null);
    const answer = await callDesktop('use-demo');
    setStarting(false);
    if (answer.ok) onDone();
    else setProblem(answer.message);
  };
  const looking = offer === null && problem === null;
  return (
    <div className={styles.card}>
      {(looking || starting) && (
        <p className={styles.busy} role="status">
          <Loader size={16} aria-hidden />
          {starting ? words.starting : words.looking}
        </p>
      )}
      {offer?.available === true && !starting && <p>{words.what(offer.program)}</p>}
      {offer?.available === false && <HowToGetOne message={offer.message} lines={offer.howTo} />}
      <FormProblem message={problem} />
      <div className={styles.actions}>
        <Button variant="default" disabled={starting} onClick={onBack}>
          {text.setup.back}
        </Button>
        <span className={styles.space} />
        {offer?.available === true ? (
          <Button key="start" ref={button} loading={starting} autoFocus onClick={() => void start()}>
            {words.start}
          </Button>
        ) : (
          <Button key="look" ref={button} loading={looking} onClick={() => void look()}>
            {words.again}
          </Button>
        )}
      </div>
    </div>
  );
}

function HowToGetOne({ message, lines }: { readonly message: string; readonly lines: readonly string[] }) {
  return (
    <>
      <p>{message}</p>
      {lines.length > 0 && (
        <section aria-label={words.missing}>
          <h2 className={styles.subtitle}>{words.missing}</h2>
          <ul className={styles.lines}>
            {lines.map((line) => (
              <li key={line} className={styles.line}>
                <code>{line}</code>
                <CopyButton value={line} label={words.copy(line)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
