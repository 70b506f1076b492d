import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { type LimitSettings, MAX_LIMIT_MINUTES } from '../../../src-shared/desktop-settings.ts';
import { text } from '../../strings.ts';
import { formatSpan } from '../../ui/format.ts';
import { environmentOf } from './environment.ts';
import styles from './fields.module.css';
import { type LimitErrors, type LimitName, type LimitsTyped, readLimits } from './limits.ts';
import { Fixed, Row, Section } from './section.tsx';
import { useSave } from './use-save.ts';

const words = text.settings.limits;
const MINUTE = 60_000;

/** From which age on an order is shown as urgent, on the board and on the wall. */
export function LimitsSection({ state }: { readonly state: DesktopState }) {
  const saved = state.settings.limits;
  const fixed = environmentOf(state.environment, 'limits');
  const { result, save, busy } = useSave();
  const [typed, setTyped] = useState<LimitsTyped>(() => typedOf(saved));
  const [tried, setTried] = useState(false);
  const { limits, errors } = readLimits(typed);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(limits === null);
    if (limits !== null) await save({ limits });
  };
  const changed = limits === null || JSON.stringify(limits) !== JSON.stringify(saved);
  const fields = {
    typed,
    errors: tried ? errors : {},
    disabled: fixed.length > 0,
    onChange: (name: LimitName, value: string) => setTyped((before) => ({ ...before, [name]: value })),
  };
  return (
    <Section name="limits" result={result}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Row label={words.pending} hint={words.pendingHint}>
          <LimitField {...fields} name="pendingWarnMinutes" of={words.pending} label={words.warn} />
          <LimitField {...fields} name="pendingLateMinutes" of={words.pending} label={words.late} />
        </Row>
        <Row label={words.shipped} hint={words.shippedHint}>
          <LimitField {...fields} name="shippedWarnMinutes" of={words.shipped} label={words.warn} />
          <LimitField {...fields} name="shippedLateMinutes" of={words.shipped} label={words.late} />
        </Row>
        <Fixed by={fixed} />
        <div className={styles.footer}>
          <span>{words.applies}</span>
          <Button type="submit" disabled={!changed || busy || fixed.length > 0}>
            {words.save}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function typedOf(saved: LimitSettings): LimitsTyped {
  return {
    pendingWarnMinutes: String(saved.pendingWarnMinutes),
    pendingLateMinutes: String(saved.pendingLateMinutes),
    shippedWarnMinutes: String(saved.shippedWarnMinutes),
    shippedLateMinutes: String(saved.shippedLateMinutes),
  };
}

interface LimitFieldProps {
  readonly name: LimitName;
  readonly of: string;
  readonly label: string;
  readonly typed: LimitsTyped;
  readonly errors: LimitErrors;
  readonly disabled: boolean;
  readonly onChange: (name: LimitName, value: string) => void;
}

function LimitField({ name, of, label, typed, errors, disabled, onChange }: LimitFieldProps) {
  const id = useId();
  const value = typed[name];
  const minutes = /^\d{1,6}$/.test(value.trim()) ? Number(value) : Number.NaN;
  return (
    <div className={styles.limit}>
      <label htmlFor={id}>{label}</label>
      <TextInput
        id={id}
        className={styles.limitInput ?? ''}
        aria-label={`${of}: ${label}, ${words.minutes}`}
        rightSection={<span aria-hidden>{words.minutes}</span>}
        rightSectionWidth={72}
        rightSectionPointerEvents="none"
        inputMode="numeric"
        value={value}
        error={errors[name]}
        disabled={disabled}
        autoComplete="off"
        // Long spans are hard to read in minutes.
        description={minutes > 0 && minutes <= MAX_LIMIT_MINUTES ? words.same(formatSpan(minutes * MINUTE)) : ' '}
        inputWrapperOrder={['input', 'description', 'error']}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      />
    </div>
  );
}
