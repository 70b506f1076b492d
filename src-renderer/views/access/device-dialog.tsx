import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Device } from '../../../src-shared/access.ts';
import type { Role } from '../../../src-shared/role.ts';
import { text } from '../../strings.ts';
import { toast } from '../../ui/toast.ts';
import { nameProblem } from '../door/name-rule.ts';
import styles from './access.module.css';
import { DialogForm } from './dialog-form.tsx';
import { RoleField } from './role-field.tsx';
import { useRequest } from './use-request.ts';

const words = text.access.devices;

interface DeviceDialogProps {
  /** `null`: one that shows a code and is to be approved. */
  readonly device: Device | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Name and role of a device; of a new one also the code that it shows. */
export function DeviceDialog({ device, onClose, onSaved }: DeviceDialogProps) {
  const [code, setCode] = useState('');
  const [name, setName] = useState(device?.name ?? '');
  const [role, setRole] = useState<Role>(device?.role ?? 'viewer');
  const [isLookedAt, setLookedAt] = useState(false);
  const { busy, problem, send } = useRequest();
  const nameRefused = device?.name === name.trim() ? null : nameProblem(name);
  const save = async (): Promise<void> => {
    setLookedAt(true);
    if (nameRefused !== null || (device === null && code.trim() === '')) return;
    const done =
      device === null
        ? await send(
            {
              method: 'POST',
              path: '/api/pairings/requests/approve',
              body: { code: code.trim().toUpperCase(), name: name.trim(), role },
            },
            words.unknownCode,
          )
        : await send({ method: 'PUT', path: `/api/devices/${device.id}`, body: { name: name.trim(), role } });
    if (!done) return;
    toast('good', device === null ? words.approved(name.trim()) : words.saved(name.trim()));
    onSaved();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={device === null ? words.approveTitle : words.edit(device.name)}
      size={440}
      closeButtonProps={{ 'aria-label': text.order.close }}
    >
      <DialogForm
        submit={device === null ? words.approveButton : text.access.save}
        busy={busy}
        problem={problem}
        onSubmit={() => void save()}
        onClose={onClose}
      >
        {device === null && (
          <TextInput
            label={words.code}
            description={words.approveHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            classNames={{ input: styles.code ?? '' }}
            value={code}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            data-autofocus
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={text.access.name}
          placeholder={words.namePlaceholder}
          value={name}
          error={isLookedAt && nameRefused}
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleField role={role} onChange={setRole} />
      </DialogForm>
    </Modal>
  );
}
