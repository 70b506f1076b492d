import { Button, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { type BenchPeople, badgeSchema } from '../../../src-shared/access.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './bench-page.module.css';
import pageStyles from './door-page.module.css';
import { DoorPage } from './door-page.tsx';
import { PinPage } from './pin-page.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useBadge } from './use-badge.ts';
import { useBenchPeople } from './use-bench-people.ts';
import { useSignIn } from './use-sign-in.ts';

const words = text.door.bench;
/** More than these are searched, not looked through. */
const MANY = 12;

/** Where several people share a screen: a name and a PIN, or a badge. */
export function BenchPage({ onCancel }: { readonly onCancel: (() => void) | null }) {
  const [way, setWay] = useState<'bench' | 'password'>('bench');
  const [chosen, setChosen] = useState<BenchPeople[number] | null>(null);
  const signing = useSignIn();
  const { signIn, setProblem } = signing;
  const onScan = useCallback(
    (badge: string): void => {
      setChosen(null);
      if (badgeSchema.safeParse(badge).success) void signIn({ by: 'badge', badge }, words.unknownBadge);
      else setProblem(words.notBadge);
    },
    [signIn, setProblem],
  );
  useBadge(way === 'bench', onScan);
  if (way === 'password') return <SignInPage onCancel={onCancel} onBench={() => setWay('bench')} />;
  if (chosen !== null) {
    return (
      <PinPage
        person={chosen}
        signing={signing}
        onBack={() => {
          setProblem(null);
          setChosen(null);
        }}
      />
    );
  }
  return (
    <DoorPage title={words.title} hint={words.hint} width="wide">
      <FormProblem message={signing.problem} />
      <People busy={signing.busy} onChoose={setChosen} />
      <div className={pageStyles.foot}>
        {onCancel !== null && <Stay onCancel={onCancel} />}
        <Button variant="subtle" color="gray" h={48} onClick={() => setWay('password')}>
          {words.byPassword}
        </Button>
      </div>
    </DoorPage>
  );
}

function Stay({ onCancel }: { readonly onCancel: () => void }) {
  const principal = useStore(session, (state) => state.info?.principal ?? null);
  const label = principal?.kind === 'device' ? words.asDevice(principal.name) : text.door.cancel;
  return (
    <Button variant="default" h={48} onClick={onCancel}>
      {label}
    </Button>
  );
}

interface PeopleProps {
  readonly busy: boolean;
  readonly onChoose: (person: BenchPeople[number]) => void;
}

function People({ busy, onChoose }: PeopleProps) {
  const { people, problem, again } = useBenchPeople();
  const [search, setSearch] = useState('');
  if (problem !== null) {
    return (
      <div className={pageStyles.card}>
        <FormProblem message={problem} />
        <div className={pageStyles.actions}>
          <Button variant="default" onClick={again}>
            {text.door.again}
          </Button>
        </div>
      </div>
    );
  }
  if (people === null) {
    return (
      <div className={styles.people} role="status" aria-label={words.loading}>
        {['a', 'b', 'c'].map((key) => (
          <Skeleton key={key} height={64} />
        ))}
      </div>
    );
  }
  if (people.length === 0) return <p className={styles.none}>{words.none}</p>;
  const wanted = search.trim().toLocaleLowerCase();
  const found = people.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return (
    <>
      {people.length > MANY && (
        <TextInput
          className={styles.search ?? ''}
          size="md"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {found.length === 0 ? (
        <p className={styles.none}>{words.noMatch}</p>
      ) : (
        <ul className={styles.people} aria-label={words.people}>
          {found.map((person) => (
            <li key={person.id}>
              <UnstyledButton className={styles.person ?? ''} disabled={busy} onClick={() => onChoose(person)}>
                <span className={styles.name}>{person.name}</span>
                <span className={styles.role}>{text.door.roles[person.role]}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
