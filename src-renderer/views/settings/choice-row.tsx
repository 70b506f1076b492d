import { NativeSelect } from '@mantine/core';
import { useId } from 'react';
import { Row } from './section.tsx';

interface ChoiceRowProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  /** By value, in the sequence in which they are offered. */
  readonly options: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

/** A setting that is one of a few, and takes effect at once. */
export function ChoiceRow<Value extends string>({ label, hint, value, options, onChange }: ChoiceRowProps<Value>) {
  const id = useId();
  const values = Object.keys(options) as Value[];
  return (
    <Row label={label} htmlFor={id} {...(hint === undefined ? {} : { hint })}>
      <NativeSelect
        id={id}
        w={200}
        value={value}
        data={values.map((one) => ({ value: one, label: options[one] }))}
        onChange={(event) => {
          const chosen = values.find((one) => one === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
      />
    </Row>
  );
}
