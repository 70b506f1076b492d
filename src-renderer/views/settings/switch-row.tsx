import { Switch } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Row } from './section.tsx';

interface SwitchRowProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A setting that is on or off, and takes effect at once. */
export function SwitchRow({ label, hint, checked, disabled, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <Row label={label} hint={hint} htmlFor={id}>
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Row>
  );
}
