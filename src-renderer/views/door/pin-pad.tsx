import { Loader } from '@mantine/core';
import { IconArrowRight, IconBackspace } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { pinSchema } from '../../../src-shared/access.ts';
import { text } from '../../strings.ts';
import { isTextField } from '../../ui/undo-keys.ts';
import styles from './pin-pad.module.css';

const words = text.door.pin;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const MOST_DIGITS = 12;

interface PinPadProps {
  readonly pin: string;
  readonly busy: boolean;
  readonly onChange: (pin: string) => void;
  readonly onEnter: () => void;
}

/** Large keys for gloves; a keyboard's digits, Backspace and Enter do the same. */
export function PinPad(props: PinPadProps) {
  const { pin, busy, onChange, onEnter } = props;
  const now = useRef(props);
  now.current = props;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { pin: typed, busy: isBusy, onChange: change, onEnter: enter } = now.current;
      if (isBusy || event.ctrlKey || event.altKey || event.metaKey || isTextField(event.target)) return;
      const isOnOther = event.target instanceof Element && event.target.closest('[data-pad]') === null;
      if (/^\d$/.test(event.key)) change(`${typed}${event.key}`.slice(0, MOST_DIGITS));
      else if (event.key === 'Backspace') change(typed.slice(0, -1));
      // On a button of the page Enter presses that button.
      else if (event.key === 'Enter' && !(isOnOther && event.target instanceof HTMLButtonElement)) enter();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const add = (digit: string): void => onChange(`${pin}${digit}`.slice(0, MOST_DIGITS));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be read as a form
    <div role="group" aria-label={words.pad} className={styles.pad} data-pad data-autofocus tabIndex={-1}>
      <output className={styles.dots} aria-label={words.entered(pin.length)}>
        {[...pin].map((_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a digit is known by its place alone
          <span key={place} className={styles.dot} />
        ))}
      </output>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={styles.key} disabled={busy} onClick={() => add(digit)}>
          {digit}
        </button>
      ))}
      <button
        type="button"
        className={styles.key}
        aria-label={words.erase}
        disabled={busy || pin === ''}
        onClick={() => onChange(pin.slice(0, -1))}
      >
        <IconBackspace size={24} stroke={1.75} aria-hidden />
      </button>
      <button type="button" className={styles.key} disabled={busy} onClick={() => add('0')}>
        0
      </button>
      <button
        type="button"
        className={`${styles.key} ${styles.enter}`}
        aria-label={text.door.signIn}
        disabled={busy || !pinSchema.safeParse(pin).success}
        onClick={onEnter}
      >
        {busy ? <Loader size={20} color="currentColor" /> : <IconArrowRight size={24} stroke={2} aria-hidden />}
      </button>
    </div>
  );
}
