import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { leaveDoor } from '../../ui/door-route.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { hrefOf } from '../../ui/route.ts';
import styles from './door-page.module.css';
import { DoorPage } from './door-page.tsx';
import { nameProblem } from './name-rule.ts';
import { passwordProblem } from './password-rule.ts';
import { refusalText } from './refusal-text.ts';

const words = text.door.firstAdmin;
const LONGEST_PASSWORD = 128;

/** Behind the link that the server printed: the first person of all. */
export function FirstAdminPage({ code }: { readonly code: string }) {
  const { sessions } = useLiveConsole();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isLookedAt, setLookedAt] = useState(false);
  const [busy, setBusy] = useState(false);
  const nameRefused = nameProblem(name);
  const passwordRefused = passwordProblem(password, name);
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setLookedAt(true);
    if (nameRefused !== null || passwordRefused !== null) return;
    setBusy(true);
    const body = { code, name: name.trim(), password };
    const answer = await callApi(null, { method: 'POST', path: '/api/first-admin', body });
    if (answer.ok) {
      await sessions.check();
      leaveDoor(hrefOf({ view: 'orders', orderId: null }));
      return;
    }
    setBusy(false);
    const isUsed = ['unauthenticated', 'forbidden', 'not-found', 'conflict'].includes(answer.problem?.code ?? '');
    setProblem(isUsed ? words.used : refusalText(answer));
  };
  return (
    <DoorPage title={words.title} hint={words.hint}>
      <form className={styles.card} noValidate onSubmit={(event) => void create(event)}>
        <TextInput
          label={text.door.name}
          value={name}
          error={isLookedAt && nameRefused}
          autoComplete="username"
          spellCheck={false}
          maxLength={64}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.door.password}
          description={words.passwordHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={password}
          error={isLookedAt && passwordRefused}
          autoComplete="new-password"
          maxLength={LONGEST_PASSWORD}
          visibilityToggleButtonProps={{ 'aria-label': text.door.showPassword }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormProblem message={problem} />
        <div className={styles.actions}>
          <span className={styles.space} />
          <Button type="submit" loading={busy}>
            {words.create}
          </Button>
        </div>
      </form>
    </DoorPage>
  );
}

/** Nobody can sign in yet, and this is not the link. */
export function FirstAdminMissing() {
  const { sessions } = useLiveConsole();
  return (
    <DoorPage title={words.missing} hint={words.missingHint}>
      <Button variant="default" onClick={() => void sessions.check()}>
        {text.door.again}
      </Button>
    </DoorPage>
  );
}
