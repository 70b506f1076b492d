import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './setup.module.css';
import { SetupPage } from './setup-page.tsx';

const words = text.setup.password;
const SECRET = {
  autoComplete: 'new-password',
  visibilityToggleFocusable: true,
  visibilityToggleButtonProps: { 'aria-label': text.setup.form.showPassword },
} as const;

interface PasswordFormProps {
  readonly onDone: () => void;
  readonly onOther: () => void;
}

/** After a start: the server is known, its password is not. */
export function PasswordForm({ onDone, onOther }: PasswordFormProps) {
  const database = useDesktop((state) => state.database) ?? '';
  const choice = useDesktop((state) => state.settings.database);
  const setupUser = choice?.kind === 'server' ? choice.setupUser : '';
  const [password, setPassword] = useState('');
  const [setupPassword, setSetupPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const give = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await callDesktop('give-password', { password, setupPassword });
    setBusy(false);
    if (answer.ok) {
      onDone();
      return;
    }
    setProblem(answer.message);
    field.current?.select();
  };
  return (
    <SetupPage title={words.title} hint={words.hint(database)}>
      <form className={`${styles.card} ${styles.password}`} onSubmit={(event) => void give(event)}>
        <PasswordInput
          ref={field}
          label={words.field}
          value={password}
          error={problem !== null}
          aria-invalid={problem !== null}
          data-autofocus
          {...SECRET}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            setProblem(null);
          }}
        />
        {setupUser !== '' && (
          <PasswordInput
            label={words.setupField(setupUser)}
            value={setupPassword}
            {...SECRET}
            onChange={(event) => setSetupPassword(event.currentTarget.value)}
          />
        )}
        <FormProblem message={problem} />
        <div className={styles.actions}>
          <Button variant="default" disabled={busy} onClick={onOther}>
            {words.other}
          </Button>
          <span className={styles.space} />
          <Button type="submit" loading={busy}>
            {words.go}
          </Button>
        </div>
      </form>
    </SetupPage>
  );
}
