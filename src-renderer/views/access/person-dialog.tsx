import { Checkbox, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { z } from 'zod';
import { badgeSchema, type Person, pinSchema } from '../../../src-shared/access.ts';
import type { Role } from '../../../src-shared/role.ts';
import { text } from '../../strings.ts';
import { announce } from '../../ui/announcer.ts';
import { toast } from '../../ui/toast.ts';
import { nameProblem } from '../door/name-rule.ts';
import { passwordProblem } from '../door/password-rule.ts';
import { ruleText } from '../door/refusal-text.ts';
import { useBadge } from '../door/use-badge.ts';
import { DialogForm } from './dialog-form.tsx';
import { RoleField } from './role-field.tsx';
import { useRequest } from './use-request.ts';

const words = text.access.people;
type Way = 'password' | 'pin' | 'badge';
const RULES: Readonly<Record<Exclude<Way, 'password'>, z.ZodType>> = { pin: pinSchema, badge: badgeSchema };
const HINTS: Readonly<Record<Way, string>> = {
  password: words.passwordHint,
  pin: words.pinHint,
  badge: words.badgeHint,
};
const WAYS: readonly Way[] = ['password', 'pin', 'badge'];

interface PersonDialogProps {
  /** `null`: somebody new. */
  readonly person: Person | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Name, role and ways to sign in. What is left empty stays as it is; secrets are never shown again. */
export function PersonDialog({ person, onClose, onSaved }: PersonDialogProps) {
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'operator');
  const [disabled, setDisabled] = useState(person?.disabled ?? false);
  const [secrets, setSecrets] = useState<Readonly<Record<Way, string>>>({ password: '', pin: '', badge: '' });
  const [gone, setGone] = useState<readonly Way[]>([]);
  const [isLookedAt, setLookedAt] = useState(false);
  const { busy, problem, send } = useRequest();
  const onScan = useCallback((badge: string): void => {
    if (!badgeSchema.safeParse(badge).success) return;
    setSecrets((before) => ({ ...before, badge }));
    announce(words.badgeRead);
  }, []);
  useBadge(true, onScan);
  const had: Readonly<Record<Way, boolean>> = {
    password: person?.hasPassword ?? false,
    pin: person?.hasPin ?? false,
    badge: person?.hasBadge ?? false,
  };
  const wrong = (way: Way): string | null => {
    if (secrets[way] === '') return null;
    if (way === 'password') return passwordProblem(secrets.password, name);
    const message = RULES[way].safeParse(secrets[way]).error?.issues[0]?.message;
    return message === undefined ? null : ruleText(message);
  };
  const nameRefused = name.trim() === person?.name ? null : nameProblem(name);
  const save = async (): Promise<void> => {
    setLookedAt(true);
    const given = WAYS.filter((way) => secrets[way] !== '');
    if (nameRefused !== null || given.some((way) => wrong(way) !== null)) return;
    const set = Object.fromEntries(given.map((way) => [way, secrets[way]]));
    const done = await send(
      person === null
        ? { method: 'POST', path: '/api/people', body: { name: name.trim(), role, ...set } }
        : {
            method: 'PUT',
            path: `/api/people/${person.id}`,
            body: {
              ...(name.trim() === person.name ? {} : { name: name.trim() }),
              ...(role === person.role ? {} : { role }),
              ...(disabled === person.disabled ? {} : { disabled }),
              ...Object.fromEntries(gone.map((way) => [way, null])),
              ...set,
            },
          },
    );
    if (!done) return;
    toast('good', person === null ? words.added(name.trim()) : words.saved(name.trim()));
    onSaved();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={person === null ? words.addTitle : words.editTitle(person.name)}
      size={480}
      closeButtonProps={{ 'aria-label': text.order.close }}
    >
      <DialogForm
        submit={person === null ? words.add : text.access.save}
        busy={busy}
        problem={problem}
        onSubmit={() => void save()}
        onClose={onClose}
      >
        <TextInput
          label={text.access.name}
          value={name}
          error={isLookedAt && nameRefused}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleField role={role} onChange={setRole} />
        {WAYS.map((way) => (
          <div key={way}>
            <PasswordInput
              label={words[way]}
              description={had[way] ? `${HINTS[way]} ${words.keep}` : HINTS[way]}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={secrets[way]}
              error={isLookedAt && wrong(way)}
              disabled={gone.includes(way)}
              maxLength={128}
              inputMode={way === 'pin' ? 'numeric' : 'text'}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': text.door.showPassword }}
              onChange={(event) => {
                const value = event.currentTarget.value;
                setSecrets((before) => ({ ...before, [way]: value }));
              }}
            />
            {had[way] && (
              <Checkbox
                mt={8}
                label={words.takeAway(words[way])}
                checked={gone.includes(way)}
                onChange={({ currentTarget: { checked } }) =>
                  setGone((before) => (checked ? [...before, way] : before.filter((one) => one !== way)))
                }
              />
            )}
          </div>
        ))}
        {person !== null && (
          <Checkbox
            label={words.disable}
            description={words.disableHint}
            checked={disabled}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
          />
        )}
      </DialogForm>
    </Modal>
  );
}
