import { Button, TextInput } from '@mantine/core';
import { IconBackspace, IconGridDots, IconKeyboard } from '@tabler/icons-react';
import { type FormEvent, type RefObject, useState } from 'react';
import { text } from '../../strings.ts';
import styles from './manual-entry.module.css';
import { useScanBench } from './use-scan-bench.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onSubmitted: () => void;
}

/** For labels that no scanner reads: by keyboard, or by touch with gloves on. */
export function ManualEntry({ field, onSubmitted }: Props) {
  const { station } = useScanBench();
  const [code, setCode] = useState('');
  const [hasPad, setPad] = useState(() => window.matchMedia('(pointer: coarse)').matches);
  const words = text.scan.entry;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.trim() === '') return;
    setCode('');
    station.scan(code);
    onSubmitted();
  };
  const type = (digit: string): void => setCode((before) => before + digit);
  return (
    <form className={styles.entry} onSubmit={submit} aria-label={words.title}>
      <h2 className={styles.title}>
        <IconKeyboard size={16} aria-hidden />
        {words.title}
      </h2>
      <div className={styles.row}>
        <TextInput
          ref={field}
          className={styles.field ?? ''}
          classNames={{ input: styles.input ?? '' }}
          aria-label={words.label}
          placeholder={words.label}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" h={56} className={styles.submit ?? ''}>
          {words.submit}
        </Button>
      </div>
      {hasPad && (
        <div className={styles.pad}>
          {DIGITS.map((digit) => (
            <button key={digit} type="button" className={styles.digit} onClick={() => type(digit)}>
              {digit}
            </button>
          ))}
          <button type="button" className={styles.digit} onClick={() => setCode('')}>
            <span className={styles.small}>{words.clear}</span>
          </button>
          <button type="button" className={styles.digit} onClick={() => type('0')}>
            0
          </button>
          <button
            type="button"
            className={styles.digit}
            aria-label={words.erase}
            onClick={() => setCode((before) => before.slice(0, -1))}
          >
            <IconBackspace size={24} aria-hidden />
          </button>
        </div>
      )}
      <Button
        variant="subtle"
        h={48}
        className={styles.toggle ?? ''}
        leftSection={<IconGridDots size={20} aria-hidden />}
        aria-pressed={hasPad}
        onClick={() => setPad((before) => !before)}
      >
        {words.pad}
      </Button>
    </form>
  );
}
