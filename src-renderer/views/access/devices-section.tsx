import { Button } from '@mantine/core';
import { IconDeviceTablet, IconQrcode } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { z } from 'zod';
import { type Device, deviceSchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.ts';
import { refusalText } from '../door/refusal-text.ts';
import { Section } from '../settings/section.tsx';
import styles from './access.module.css';
import { DeviceDialog } from './device-dialog.tsx';
import { EditedItem } from './edited-item.tsx';
import { ListedBody } from './listed-body.tsx';
import { useListed } from './use-listed.ts';

// With the code that draws QR codes.
const PairDialog = lazy(() => import('./pair-dialog.tsx').then((m) => ({ default: m.PairDialog })));

const words = text.access.devices;
const devices = z.array(deviceSchema);
const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

type Open =
  | { readonly kind: 'pair' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'edit'; readonly device: Device };

/** Tablets and televisions that have joined, and how another one does. */
export function DevicesSection() {
  const listed = useListed(devices, '/api/devices');
  const [open, setOpen] = useState<Open | null>(null);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const revoke = async (device: Device): Promise<void> => {
    setRevoking(null);
    const answer = await callApi(null, { method: 'DELETE', path: `/api/devices/${device.id}` });
    toast(answer.ok ? 'good' : 'bad', answer.ok ? words.revoked(device.name) : refusalText(answer));
    await listed.reload();
  };
  const close = (): void => setOpen(null);
  return (
    <Section name="devices">
      <div className={styles.head}>
        <p className={styles.hint}>{words.hint}</p>
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => setOpen({ kind: 'approve' })}>
            {words.approve}
          </Button>
          <Button leftSection={<IconQrcode {...ICON} />} onClick={() => setOpen({ kind: 'pair' })}>
            {words.add}
          </Button>
        </div>
      </div>
      <ListedBody
        listed={listed}
        none={{ icon: <IconDeviceTablet size={22} />, title: words.none, hint: words.noneHint }}
      >
        {(all) => (
          <ul className={styles.list} aria-label={text.access.sections.devices}>
            {all.map((device) => (
              <DeviceItem
                key={device.id}
                device={device}
                onEdit={() => setOpen({ kind: 'edit', device })}
                onRevoke={() => setRevoking(device)}
              />
            ))}
          </ul>
        )}
      </ListedBody>
      {open?.kind === 'pair' && (
        <Suspense fallback={null}>
          <PairDialog known={listed.value ?? []} onClose={close} onJoined={() => void listed.reload()} />
        </Suspense>
      )}
      {open !== null && open.kind !== 'pair' && (
        <DeviceDialog
          device={open.kind === 'edit' ? open.device : null}
          onClose={close}
          onSaved={() => void listed.reload()}
        />
      )}
      <ConfirmDialog
        opened={revoking !== null}
        destructive
        title={words.revokeTitle(revoking?.name ?? '')}
        body={words.revokeBody}
        confirm={words.revokeButton}
        cancel={text.access.cancel}
        onConfirm={() => {
          if (revoking !== null) void revoke(revoking);
        }}
        onCancel={() => setRevoking(null)}
      />
    </Section>
  );
}

interface DeviceItemProps {
  readonly device: Device;
  readonly onEdit: () => void;
  readonly onRevoke: () => void;
}

function DeviceItem({ device, onEdit, onRevoke }: DeviceItemProps) {
  const { name, role, connections, createdBy, lastSeenAt, lastAddress } = device;
  return (
    <EditedItem
      title={
        <>
          {name}
          <span className={styles.mark}>{text.door.roles[role]}</span>
          <span className={styles.mark} data-tone={connections > 0 ? 'good' : 'none'}>
            {connections > 0 ? words.connected(connections) : words.away}
          </span>
        </>
      }
      sub={[words.by(createdBy), ...(lastAddress === null ? [] : [lastAddress])].join(', ')}
      lastSeenAt={lastSeenAt}
      editLabel={words.edit(name)}
      removeLabel={words.revoke(name)}
      onEdit={onEdit}
      onRemove={onRevoke}
    />
  );
}
