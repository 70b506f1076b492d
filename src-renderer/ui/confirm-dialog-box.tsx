import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly destructive?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before many rows change or something is lost. The focus starts on the harmless answer when it destroys. */
export function ConfirmDialogBox(props: ConfirmDialogProps) {
  // Where the focus goes back to is noted when the dialog opens, so it is not born open.
  const [born, setBorn] = useState(false);
  useEffect(() => setBorn(true), []);
  const { opened, title, body, confirm, cancel, destructive = false, busy = false, onConfirm, onCancel } = props;
  return (
    <Modal opened={opened && born} onClose={onCancel} title={title} size="sm" withCloseButton={false}>
      <Text size="sm" c="dimmed" lh={1.5}>
        {body}
      </Text>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={onCancel} {...(destructive ? { 'data-autofocus': true } : {})}>
          {cancel}
        </Button>
        <Button
          color={destructive ? 'red.9' : 'iris'}
          loading={busy}
          onClick={onConfirm}
          {...(destructive ? {} : { 'data-autofocus': true })}
        >
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
