import { Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { z } from 'zod';
import { type Person, personSchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.ts';
import { refusalText } from '../door/refusal-text.ts';
import { Section } from '../settings/section.tsx';
import styles from './access.module.css';
import { EditedItem } from './edited-item.tsx';
import { ListedBody } from './listed-body.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { useListed } from './use-listed.ts';

const words = text.access.people;
const people = z.array(personSchema);
const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** Who may sign in, as what, and by which way. */
export function PeopleSection() {
  const listed = useListed(people, '/api/people');
  const [edited, setEdited] = useState<Person | 'new' | null>(null);
  const [removing, setRemoving] = useState<Person | null>(null);
  const remove = async (person: Person): Promise<void> => {
    setRemoving(null);
    const answer = await callApi(null, { method: 'DELETE', path: `/api/people/${person.id}` });
    toast(answer.ok ? 'good' : 'bad', answer.ok ? words.removed(person.name) : refusalText(answer));
    await listed.reload();
  };
  return (
    <Section name="people">
      <div className={styles.head}>
        <p className={styles.hint}>{words.hint}</p>
        <Button leftSection={<IconPlus {...ICON} />} onClick={() => setEdited('new')}>
          {words.add}
        </Button>
      </div>
      <ListedBody listed={listed} none={{ icon: <IconUsers size={22} />, title: words.none, hint: words.noneHint }}>
        {(all) => (
          <ul className={styles.list} aria-label={text.access.sections.people}>
            {all.map((person) => (
              <PersonItem
                key={person.id}
                person={person}
                onEdit={() => setEdited(person)}
                onRemove={() => setRemoving(person)}
              />
            ))}
          </ul>
        )}
      </ListedBody>
      {edited !== null && (
        <PersonDialog
          person={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => void listed.reload()}
        />
      )}
      <ConfirmDialog
        opened={removing !== null}
        destructive
        title={words.removeTitle(removing?.name ?? '')}
        body={words.removeBody}
        confirm={words.remove(removing?.name ?? '')}
        cancel={text.access.cancel}
        onConfirm={() => {
          if (removing !== null) void remove(removing);
        }}
        onCancel={() => setRemoving(null)}
      />
    </Section>
  );
}

interface PersonItemProps {
  readonly person: Person;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function PersonItem({ person, onEdit, onRemove }: PersonItemProps) {
  const { name, role, disabled, lockedUntil, lastSeenAt } = person;
  const ways = [
    ...(person.hasPassword ? [words.password] : []),
    ...(person.hasPin ? [words.pin] : []),
    ...(person.hasBadge ? [words.badge] : []),
  ];
  return (
    <EditedItem
      title={
        <>
          {name}
          <span className={styles.mark}>{text.door.roles[role]}</span>
          {disabled && (
            <span className={styles.mark} data-tone="warn">
              {words.disabled}
            </span>
          )}
          {lockedUntil !== null && Date.parse(lockedUntil) > Date.now() && (
            <span className={styles.mark} data-tone="warn" title={words.lockedHint}>
              {words.locked}
            </span>
          )}
        </>
      }
      sub={`${words.ways}: ${ways.length === 0 ? words.noWay : ways.join(', ')}`}
      lastSeenAt={lastSeenAt}
      editLabel={words.edit(name)}
      removeLabel={words.remove(name)}
      onEdit={onEdit}
      onRemove={onRemove}
    />
  );
}
