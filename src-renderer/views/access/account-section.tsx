import { Button, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { toast } from '../../ui/toast.ts';
import { passwordProblem } from '../door/password-rule.ts';
import { Section } from '../settings/section.tsx';
import { useRequest } from './use-request.ts';

const words = text.access.account;

/** The password of whoever is signed in. */
export function AccountSection() {
  const { sessions } = useLiveConsole();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isLookedAt, setLookedAt] = useState(false);
  const { busy, problem, setProblem, send } = useRequest();
  const name = useStore(session, ({ info }) => info?.principal?.name ?? '');
  const refused = passwordProblem(next, name);
  const change = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setLookedAt(true);
    if (refused !== null) return;
    const body = { current, password: next };
    if (!(await send({ method: 'POST', path: '/api/session/password', body }, words.wrong))) return;
    toast('good', words.changed);
    setCurrent('');
    setNext('');
    setLookedAt(false);
    await sessions.check();
  };
  return (
    <Section name="account">
      <form noValidate onSubmit={(event) => void change(event)}>
        <Stack gap={16} maw={420}>
          <PasswordInput
            label={words.current}
            value={current}
            autoComplete="current-password"
            maxLength={128}
            visibilityToggleButtonProps={{ 'aria-label': text.door.showPassword }}
            onChange={(event) => {
              setCurrent(event.currentTarget.value);
              setProblem(null);
            }}
          />
          <PasswordInput
            label={words.next}
            description={words.hint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={next}
            error={isLookedAt && refused}
            autoComplete="new-password"
            maxLength={128}
            visibilityToggleButtonProps={{ 'aria-label': text.door.showPassword }}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <FormProblem message={problem} />
          <Button
            type="submit"
            loading={busy}
            disabled={current === '' || next === ''}
            style={{ alignSelf: 'flex-end' }}
          >
            {words.change}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
