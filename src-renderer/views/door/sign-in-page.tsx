import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './door-page.module.css';
import { DoorPage } from './door-page.tsx';
import { useSignIn } from './use-sign-in.ts';

const words = text.door;

interface SignInPageProps {
  /** Back to whoever is signed in; `null` where nobody is. */
  readonly onCancel: (() => void) | null;
  /** To names, PINs and badges; `null` where they are no way in. */
  readonly onBench: (() => void) | null;
}

/** Name and password. */
export function SignInPage({ onCancel, onBench }: SignInPageProps) {
  const { busy, problem, signIn, setProblem } = useSignIn();
  const device = useStore(session, (state) => state.info?.device ?? null);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const secret = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await signIn({ by: 'password', name: name.trim(), password }, words.wrong);
    if (!done) secret.current?.select();
  };
  return (
    <DoorPage title={words.signIn} hint={words.hint}>
      <form className={styles.card} onSubmit={(event) => void submit(event)}>
        <TextInput
          label={words.name}
          value={name}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
          withAsterisk={false}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <PasswordInput
          ref={secret}
          label={words.password}
          value={password}
          autoComplete="current-password"
          maxLength={128}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': words.showPassword }}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <FormProblem message={problem} />
        <div className={styles.actions}>
          {onCancel !== null && (
            <Button variant="default" onClick={onCancel}>
              {words.cancel}
            </Button>
          )}
          <span className={styles.space} />
          <Button type="submit" loading={busy} disabled={name.trim() === '' || password === ''}>
            {words.signIn}
          </Button>
        </div>
      </form>
      <div className={styles.foot}>
        {onBench !== null && (
          <Button variant="subtle" color="gray" onClick={onBench}>
            {words.bench.byPin}
          </Button>
        )}
        {device === null && onCancel === null && onBench === null && (
          <Button variant="subtle" color="gray" component="a" href="#/join">
            {words.joinInstead}
          </Button>
        )}
      </div>
    </DoorPage>
  );
}
