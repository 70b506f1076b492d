import { Switch } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { Row } from './section.tsx';

interface SwitchRowProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Resolves when it took effect or was refused; until then the switch stands where it was put. */
  readonly onChange: (checked: boolean) => Promise<unknown>;
}

/** A setting that is on or off, and takes effect at once. */
export function SwitchRow({ label, hint, checked, disabled = false, onChange }: SwitchRowProps) {
  const id = useId();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = async (value: boolean): Promise<void> => {
    setWanted(value);
    await onChange(value);
    setWanted(null);
  };
  return (
    <Row label={label} hint={hint} htmlFor={id}>
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={wanted ?? checked}
        disabled={disabled}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
    </Row>
  );
}
