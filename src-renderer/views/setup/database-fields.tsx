import { Button, Collapse, Input, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { databaseTlsSchema } from '../../../src-shared/database-check.ts';
import { text } from '../../strings.ts';
import type { CandidateDraft, CandidateErrors } from './candidate-draft.ts';
import styles from './database-form.module.css';

const words = text.setup.form;

interface DatabaseFieldsProps {
  readonly draft: CandidateDraft;
  readonly errors: CandidateErrors;
  readonly disabled: boolean;
  readonly onType: (part: Partial<CandidateDraft>) => void;
}

const PLAIN = { autoComplete: 'off', spellCheck: false } as const;

/** What leads to a MySQL server. */
export function DatabaseFields({ draft, errors, disabled, onType }: DatabaseFieldsProps) {
  return (
    <>
      <div className={styles.hostRow}>
        <TextInput
          label={words.host}
          placeholder={words.hostHint}
          value={draft.host}
          error={errors.host}
          disabled={disabled}
          data-autofocus
          {...PLAIN}
          onChange={(event) => onType({ host: event.currentTarget.value })}
        />
        <TextInput
          label={words.port}
          value={draft.port}
          error={errors.port}
          disabled={disabled}
          inputMode="numeric"
          {...PLAIN}
          onChange={(event) => onType({ port: event.currentTarget.value })}
        />
      </div>
      <div className={styles.userRow}>
        <TextInput
          label={words.user}
          value={draft.user}
          error={errors.user}
          disabled={disabled}
          {...PLAIN}
          onChange={(event) => onType({ user: event.currentTarget.value })}
        />
        <SecretInput
          label={words.password}
          value={draft.password}
          error={errors.password}
          disabled={disabled}
          onType={(password) => onType({ password })}
        />
      </div>
      <TextInput
        label={words.name}
        description={words.nameHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={draft.name}
        error={errors.name}
        disabled={disabled}
        {...PLAIN}
        onChange={(event) => onType({ name: event.currentTarget.value })}
      />
      <Input.Wrapper
        label={words.tls}
        description={words.tlsHints[draft.tls]}
        error={errors.tls}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      >
        <SegmentedControl
          fullWidth
          withItemsBorders={false}
          size="sm"
          disabled={disabled}
          aria-label={words.tls}
          data={databaseTlsSchema.options.map((value) => ({ value, label: words.tlsOptions[value] }))}
          value={draft.tls}
          onChange={(tls) => onType({ tls })}
        />
      </Input.Wrapper>
      <SetupUser draft={draft} errors={errors} disabled={disabled} onType={onType} />
    </>
  );
}

/** Rarely needed, so folded away until somebody asks or it is filled in. */
function SetupUser({ draft, errors, disabled, onType }: DatabaseFieldsProps) {
  const [asked, setAsked] = useState(draft.setupUser !== '');
  const open = asked || errors.setupUser !== undefined;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        className={styles.fold ?? ''}
        leftSection={<Chevron size={16} aria-hidden />}
        aria-expanded={open}
        onClick={() => setAsked(!open)}
      >
        {words.otherUser}
      </Button>
      <Collapse expanded={open}>
        <p className={styles.hint}>{words.otherUserHint}</p>
        <div className={styles.userRow}>
          <TextInput
            label={words.setupUser}
            value={draft.setupUser}
            error={errors.setupUser}
            disabled={disabled}
            {...PLAIN}
            onChange={(event) => onType({ setupUser: event.currentTarget.value })}
          />
          <SecretInput
            label={words.setupPassword}
            value={draft.setupPassword}
            error={errors.setupPassword}
            disabled={disabled}
            onType={(setupPassword) => onType({ setupPassword })}
          />
        </div>
      </Collapse>
    </div>
  );
}

interface SecretInputProps {
  readonly label: string;
  /** `null`: the kept one. */
  readonly value: string | null;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onType: (value: string) => void;
}

function SecretInput({ label, value, error, disabled, onType }: SecretInputProps) {
  return (
    <PasswordInput
      label={label}
      placeholder={value === null ? words.passwordKept : ''}
      value={value ?? ''}
      error={error}
      aria-invalid={error !== undefined}
      disabled={disabled}
      autoComplete="new-password"
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': words.showPassword }}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
