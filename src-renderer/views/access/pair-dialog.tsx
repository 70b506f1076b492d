import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { encode } from 'uqr';
import { type Device, type Pairing, pairingSchema } from '../../../src-shared/access.ts';
import type { Role } from '../../../src-shared/role.ts';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { formatSpan } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { toast } from '../../ui/toast.ts';
import { nameProblem } from '../door/name-rule.ts';
import { refusalText } from '../door/refusal-text.ts';
import styles from './access.module.css';
import { DialogForm } from './dialog-form.tsx';
import { RoleField } from './role-field.tsx';

const words = text.access.devices;

interface PairDialogProps {
  /** The devices there are: when one of the new name is among them, it has joined. */
  readonly known: readonly Device[];
  readonly onClose: () => void;
  readonly onJoined: () => void;
}

/** A name and a role, then the QR code with which a device becomes that. */
export function PairDialog({ known, onClose, onJoined }: PairDialogProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [pairing, setPairing] = useState<Pairing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    const refused = nameProblem(name);
    if (refused !== null) {
      setProblem(refused);
      return;
    }
    setBusy(true);
    setProblem(null);
    const body = { name: name.trim(), role };
    const answer = await callApi(pairingSchema, { method: 'POST', path: '/api/pairings', body });
    setBusy(false);
    if (answer.ok) setPairing(answer.value);
    else setProblem(refusalText(answer));
  };
  const hasJoined = pairing !== null && known.some((device) => device.name === name.trim());
  useEffect(() => {
    if (!hasJoined) return;
    toast('good', words.joined(name.trim()));
    onJoined();
    onClose();
  }, [hasJoined, name, onJoined, onClose]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={pairing === null ? words.add : words.qrTitle(name.trim())}
      size={440}
      closeButtonProps={{ 'aria-label': text.order.close }}
    >
      {pairing === null ? (
        <DialogForm submit={words.make} busy={busy} problem={problem} onSubmit={() => void make()} onClose={onClose}>
          <TextInput
            label={text.access.name}
            placeholder={words.namePlaceholder}
            value={name}
            maxLength={64}
            autoComplete="off"
            data-autofocus
            onChange={(event) => {
              setName(event.currentTarget.value);
              setProblem(null);
            }}
          />
          <RoleField role={role} onChange={setRole} />
        </DialogForm>
      ) : (
        <Offer pairing={pairing} name={name.trim()} busy={busy} onAgain={() => void make()} />
      )}
    </Modal>
  );
}

interface OfferProps {
  readonly pairing: Pairing;
  readonly name: string;
  readonly busy: boolean;
  readonly onAgain: () => void;
}

function Offer({ pairing, name, busy, onAgain }: OfferProps) {
  const [chosen, setChosen] = useState(() => bestOf(pairing.urls));
  const url = pairing.urls.includes(chosen) ? chosen : bestOf(pairing.urls);
  const leftMs = Date.parse(pairing.expiresAt) - useNow(1_000);
  return (
    <Stack gap={12}>
      {leftMs > 0 ? (
        <>
          <p className={styles.hint}>{words.qrHint}</p>
          <Qr value={url} label={words.qr(name)} />
        </>
      ) : (
        <>
          <FormProblem message={words.over} />
          <Button loading={busy} onClick={onAgain}>
            {words.another}
          </Button>
        </>
      )}
      {pairing.urls.length > 1 && (
        <NativeSelect
          label={words.addressOf}
          value={url}
          data={pairing.urls.map((one) => ({ value: one, label: new URL(one).host }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <dl className={styles.facts}>
        <dt>{words.address}</dt>
        <dd className={styles.code} data-testid="pairing-url">
          {url}
        </dd>
        {pairing.fingerprint !== null && (
          <>
            <dt>{words.fingerprint}</dt>
            <dd className={styles.code}>
              {rowsOf(pairing.fingerprint).map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts of one number have no other name
                <span className={styles.row} key={index}>
                  {row}
                </span>
              ))}
            </dd>
            <dd className={styles.sub}>{words.fingerprintHint}</dd>
          </>
        )}
      </dl>
      <Group justify="space-between" gap={8}>
        <span className={styles.sub}>{leftMs > 0 ? words.left(formatSpan(leftMs)) : ''}</span>
        <CopyButton value={url} label={text.settings.sharing.copy(url)} />
      </Group>
    </Stack>
  );
}

/** Pure: the first address that is not this machine's alone. */
function bestOf(urls: readonly string[]): string {
  return urls.find((url) => !/\/\/(localhost|127\.|\[::1\])/.test(url)) ?? urls[0] ?? '';
}

/** Pure: 32 pairs in four rows, as the device shows them, so that two people can read them to each other. */
function rowsOf(fingerprint: string): readonly string[] {
  return fingerprint.match(/.{1,24}/g) ?? [fingerprint];
}

/** Dark on light in every theme: cameras know no other. */
function Qr({ value, label }: { readonly value: string; readonly label: string }) {
  const { data, size } = encode(value, { border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
