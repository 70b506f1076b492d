import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';

interface DialogFormProps {
  /** On the button that sends it. */
  readonly submit: string;
  readonly busy: boolean;
  /** Why it was not done. */
  readonly problem: string | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What a dialog asks, what is wrong with it, and the two ways out. The rules are its own, not the browser's. */
export function DialogForm({ submit, busy, problem, onSubmit, onClose, children }: DialogFormProps) {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form noValidate autoComplete="off" onSubmit={send}>
      <Stack gap={16}>
        {children}
        <FormProblem message={problem} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {text.access.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
