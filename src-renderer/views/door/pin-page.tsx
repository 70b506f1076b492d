import { Button } from '@mantine/core';
import { useState } from 'react';
import { type BenchPeople, pinSchema } from '../../../src-shared/access.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { DoorPage } from './door-page.tsx';
import { PinPad } from './pin-pad.tsx';
import styles from './pin-page.module.css';
import type { SigningIn } from './use-sign-in.ts';

const words = text.door.pin;

interface PinPageProps {
  readonly person: BenchPeople[number];
  readonly signing: SigningIn;
  readonly onBack: () => void;
}

/** The PIN of the person who was chosen. */
export function PinPage({ person, signing, onBack }: PinPageProps) {
  const [pin, setPin] = useState('');
  const { busy, problem, signIn, setProblem } = signing;
  const change = (next: string): void => {
    setPin(next);
    if (problem !== null) setProblem(null);
  };
  const enter = async (): Promise<void> => {
    if (busy || !pinSchema.safeParse(pin).success) return;
    const done = await signIn({ by: 'pin', personId: person.id, pin }, words.wrong);
    if (!done) setPin('');
  };
  return (
    <DoorPage title={words.title(person.name)}>
      <div className={styles.pin}>
        <PinPad pin={pin} busy={busy} onChange={change} onEnter={() => void enter()} />
        <FormProblem message={problem} />
        <Button variant="default" h={48} disabled={busy} onClick={onBack}>
          {words.other}
        </Button>
      </div>
    </DoorPage>
  );
}
