import { Button, Switch, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { DesktopSettings, NotificationRules } from '../../../src-shared/desktop-settings.ts';
import { text } from '../../strings.ts';
import styles from './fields.module.css';
import { readNumber } from './number-field.ts';
import { Row, Section } from './section.tsx';
import { useSave } from './use-save.ts';

const words = text.settings.notifications;
const MINUTES = { min: 1, max: 10_080, first: 30 };
const SECONDS = { min: 1, max: 3_600, first: 30 };
const CUSTOMERS = { most: 100, length: 255 };

/** When the system is to raise a notification. */
export function NotificationSection({ settings }: { readonly settings: DesktopSettings }) {
  const saved = settings.notifications;
  const { result, save, busy } = useSave();
  const [pending, setPending] = useState(amountOf(saved.pendingMinutes, MINUTES.first));
  const [lost, setLost] = useState(amountOf(saved.databaseLostSeconds, SECONDS.first));
  const [customers, setCustomers] = useState<string[]>(saved.customers);
  const [alerts, setAlerts] = useState(saved.alerts);
  const [tried, setTried] = useState(false);

  const minutes = readAmount(pending, MINUTES);
  const seconds = readAmount(lost, SECONDS);
  const customersError = problemOf(customers);
  const rules: NotificationRules = {
    pendingMinutes: minutes.value,
    databaseLostSeconds: seconds.value,
    customers: customers.map((name) => name.trim()).filter((name) => name !== ''),
    alerts,
  };
  const valid = minutes.error === null && seconds.error === null && customersError === null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(!valid);
    if (valid) await save({ notifications: rules });
  };
  const changed = !valid || JSON.stringify(rules) !== JSON.stringify(saved);
  return (
    <Section name="notifications" result={result}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <AmountRow
          label={words.pending}
          hint={words.pendingHint}
          unit={words.minutes}
          amount={pending}
          error={tried ? minutes.error : null}
          onChange={setPending}
        />
        <AmountRow
          label={words.lost}
          hint={words.lostHint}
          unit={words.seconds}
          amount={lost}
          error={tried ? seconds.error : null}
          onChange={setLost}
        />
        <AlertsRow checked={alerts} onChange={setAlerts} />
        <Customers value={customers} error={customersError} onChange={setCustomers} />
        <div className={styles.footer}>
          <span>{words.quiet}</span>
          <Button type="submit" disabled={!changed || busy}>
            {words.save}
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface Amount {
  readonly on: boolean;
  readonly typed: string;
}

function amountOf(saved: number | null, first: number): Amount {
  return { on: saved !== null, typed: String(saved ?? first) };
}

function readAmount({ on, typed }: Amount, { min, max }: { min: number; max: number }) {
  return on ? readNumber(typed, min, max) : { value: null, error: null };
}

function problemOf(customers: readonly string[]): string | null {
  if (customers.length > CUSTOMERS.most) return words.customersTooMany;
  return customers.some((name) => name.length > CUSTOMERS.length) ? words.customersTooLong : null;
}

interface AmountRowProps {
  readonly label: string;
  readonly hint: string;
  readonly unit: string;
  readonly amount: Amount;
  readonly error: string | null;
  readonly onChange: (amount: Amount) => void;
}

function AmountRow({ label, hint, unit, amount, error, onChange }: AmountRowProps) {
  const id = useId();
  return (
    <Row label={label} hint={hint} htmlFor={id}>
      <div className={styles.amount}>
        {amount.on && (
          <TextInput
            className={styles.number ?? ''}
            aria-label={`${label}: ${unit}`}
            rightSection={<span aria-hidden>{unit.toLowerCase()}</span>}
            rightSectionWidth={68}
            rightSectionPointerEvents="none"
            inputMode="numeric"
            value={amount.typed}
            error={error}
            onChange={(event) => onChange({ ...amount, typed: event.currentTarget.value })}
          />
        )}
        <Switch
          id={id}
          aria-describedby={`${id}-hint`}
          checked={amount.on}
          onChange={(event) => onChange({ ...amount, on: event.currentTarget.checked })}
        />
      </div>
    </Row>
  );
}

interface AlertsRowProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function AlertsRow({ checked, onChange }: AlertsRowProps) {
  const id = useId();
  return (
    <Row label={words.alerts} hint={words.alertsHint} htmlFor={id}>
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Row>
  );
}

interface CustomersProps {
  readonly value: string[];
  readonly error: string | null;
  readonly onChange: (value: string[]) => void;
}

function Customers({ value, error, onChange }: CustomersProps) {
  const id = useId();
  return (
    <Row label={words.customers} hint={words.customersHint} htmlFor={id}>
      <TagsInput
        id={id}
        className={styles.wide ?? ''}
        size="sm"
        aria-describedby={`${id}-hint`}
        placeholder={words.customersAdd}
        splitChars={[';']}
        acceptValueOnBlur
        clearable={false}
        value={value}
        error={error}
        onChange={onChange}
      />
    </Row>
  );
}
