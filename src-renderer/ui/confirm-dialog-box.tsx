import { Box, Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { FormProblem } from './form-problem.tsx';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly destructive?: boolean;
  readonly busy?: boolean;
  /** Why it cannot be done now; `null`: it can. */
  readonly hindrance?: string | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before many rows change or something is lost. The focus starts on the harmless answer when it destroys. */
export function ConfirmDialogBox(props: ConfirmDialogProps) {
  // Where the focus goes back to is noted when the dialog opens, so it is not born open.
  const [born, setBorn] = useState(false);
  useEffect(() => setBorn(true), []);
  const { opened, title, body, confirm, cancel, onConfirm, onCancel } = props;
  const { destructive = false, busy = false, hindrance = null } = props;
  const startsHarmless = destructive || hindrance !== null;
  return (
    <Modal opened={opened && born} onClose={onCancel} title={title} size="sm" withCloseButton={false}>
      <Text size="sm" c="dimmed" lh={1.5}>
        {body}
      </Text>
      {hindrance !== null && (
        <Box mt={16}>
          <FormProblem message={hindrance} waits />
        </Box>
      )}
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={onCancel} {...(startsHarmless ? { 'data-autofocus': true } : {})}>
          {cancel}
        </Button>
        <Button
          color={destructive ? 'red.9' : 'iris'}
          loading={busy}
          disabled={hindrance !== null}
          onClick={onConfirm}
          {...(startsHarmless ? {} : { 'data-autofocus': true })}
        >
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
