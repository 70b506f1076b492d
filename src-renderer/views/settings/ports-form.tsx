import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { text } from '../../strings.ts';
import styles from './fields.module.css';
import { readNumber } from './number-field.ts';
import { Fixed, Row } from './section.tsx';

const words = text.settings.sharing;
const HIGHEST = 65_535;

interface PortsFormProps {
  readonly saved: DesktopSettings['ports'];
  /** What stands where the environment decides; `null` when it is not known. */
  readonly inEffect: { readonly port: number | null; readonly wsPort: number | null };
  /** Variables that decide them. */
  readonly fixed: readonly string[];
  readonly busy: boolean;
  readonly onSave: (ports: DesktopSettings['ports']) => void;
}

/** Which ports the local server takes. Whether they can be had shows as soon as they are saved. */
export function PortsForm({ saved, inEffect, fixed, busy, onSave }: PortsFormProps) {
  const [port, setPort] = useState(String(saved.port));
  const [wsPort, setWsPort] = useState(String(saved.wsPort));
  const [tried, setTried] = useState(false);
  const one = readNumber(port, 1, HIGHEST);
  const two = readNumber(wsPort, 1, HIGHEST);
  const isPortFixed = fixed.includes('PORT');
  const isWsPortFixed = fixed.includes('WS_PORT');
  const [first, second] = [isPortFixed ? inEffect.port : one.value, isWsPortFixed ? inEffect.wsPort : two.value];
  const same = first !== null && first === second ? words.samePort : null;
  const changed = port.trim() !== String(saved.port) || wsPort.trim() !== String(saved.wsPort);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (one.value !== null && two.value !== null && same === null) onSave({ port: one.value, wsPort: two.value });
  };
  return (
    <form onSubmit={submit} noValidate>
      <PortRow
        label={words.port}
        hint={words.portHint}
        value={isPortFixed ? String(inEffect.port ?? '') : port}
        error={tried ? one.error : null}
        disabled={isPortFixed}
        onChange={setPort}
      />
      <PortRow
        label={words.wsPort}
        hint={words.wsPortHint}
        value={isWsPortFixed ? String(inEffect.wsPort ?? '') : wsPort}
        error={tried ? (two.error ?? same) : null}
        disabled={isWsPortFixed}
        onChange={setWsPort}
      />
      <Fixed by={fixed} />
      <div className={styles.footer}>
        <span />
        <Button type="submit" disabled={!changed || busy}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

interface PortRowProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | null;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

function PortRow({ label, hint, value, error, disabled, onChange }: PortRowProps) {
  const id = useId();
  return (
    <Row label={label} hint={hint} htmlFor={id}>
      <TextInput
        id={id}
        className={styles.number ?? ''}
        aria-describedby={`${id}-hint`}
        inputMode="numeric"
        value={value}
        error={error}
        disabled={disabled}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Row>
  );
}
