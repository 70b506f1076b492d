import { Button, Group, Radio } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Order, OrderChanges } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { useNow } from '../../ui/now.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './conflict.module.css';
import type { EditState } from './edit-state.ts';
import {
  type Choice,
  changesFor,
  draftOf,
  ORDER_FIELDS,
  type OrderDraft,
  type OrderField,
  proposedChoice,
  type Side,
} from './merge.ts';
import { whoWhen } from './who-when.ts';

interface ConflictProps {
  readonly edit: EditState;
  readonly theirs: Order;
  readonly by: ChangeEvent | null;
  /** A save was refused; otherwise the person asked to compare. */
  readonly refused: boolean;
  readonly busy: boolean;
  readonly connected: boolean;
  readonly problem: string | null;
  readonly onSave: (changes: OrderChanges) => void;
  readonly onTakeTheirs: () => void;
  readonly onBack: () => void;
}

/** Both versions side by side; for each field that differs the person says which one stays. */
export function Conflict(props: ConflictProps) {
  const { edit, theirs, by, refused, busy, connected, problem, onSave, onTakeTheirs, onBack } = props;
  const [choice, setChoice] = useState<Choice>(() => proposedChoice(draftOf(edit.base), edit.draft));
  const now = useNow(1_000);
  const { who, when } = whoWhen(by, now);
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const changes = changesFor(choice, edit.draft, draftOf(theirs));
  return (
    <section ref={place} tabIndex={-1} className={styles.conflict} aria-label={text.conflict.title}>
      <p className={styles.lead} role="alert">
        <IconGitCompare size={16} aria-hidden />
        <span>{refused ? text.conflict.notSaved(who, when) : text.conflict.compare(who, when)}</span>
      </p>
      <div className={styles.table}>
        <div className={styles.names} aria-hidden>
          <span>{text.conflict.theirs}</span>
          <span>{text.conflict.mine}</span>
        </div>
        {ORDER_FIELDS.map((field) => (
          <FieldChoice
            key={field}
            field={field}
            mine={edit.draft}
            theirs={draftOf(theirs)}
            side={choice[field]}
            onChange={(side) => setChoice((before) => ({ ...before, [field]: side }))}
          />
        ))}
      </div>
      <FormProblem message={connected ? problem : text.order.cannotSave} waits={!connected} />
      <Group gap={8}>
        <Button
          loading={busy}
          disabled={!connected}
          onClick={() => (changes === null ? onTakeTheirs() : onSave(changes))}
        >
          {text.conflict.saveChoice}
        </Button>
        <Button variant="default" onClick={onTakeTheirs}>
          {text.conflict.keepTheirs}
        </Button>
        <Button variant="subtle" color="gray" onClick={onBack}>
          {text.conflict.back}
        </Button>
      </Group>
    </section>
  );
}

interface FieldChoiceProps {
  readonly field: OrderField;
  readonly mine: OrderDraft;
  readonly theirs: OrderDraft;
  readonly side: Side;
  readonly onChange: (side: Side) => void;
}

function FieldChoice({ field, mine, theirs, side, onChange }: FieldChoiceProps) {
  const name = text.field[field];
  if (mine[field] === theirs[field]) {
    return (
      <div className={styles.field}>
        <span className={styles.fieldName}>
          {name} <em>{text.conflict.same}</em>
        </span>
        <div className={styles.same}>
          <FieldValue field={field} draft={theirs} />
        </div>
      </div>
    );
  }
  return (
    <Radio.Group
      className={styles.field ?? ''}
      value={side}
      aria-label={text.conflict.choose(name)}
      onChange={(value) => onChange(value === 'mine' ? 'mine' : 'theirs')}
    >
      <span className={styles.fieldName}>{name}</span>
      <div className={styles.pair}>
        <Radio.Card
          className={styles.card ?? ''}
          value="theirs"
          aria-label={`${text.conflict.theirs}: ${theirs[field]}`}
        >
          <Radio.Indicator size="xs" />
          <FieldValue field={field} draft={theirs} />
        </Radio.Card>
        <Radio.Card className={styles.card ?? ''} value="mine" aria-label={`${text.conflict.mine}: ${mine[field]}`}>
          <Radio.Indicator size="xs" />
          <FieldValue field={field} draft={mine} />
        </Radio.Card>
      </div>
    </Radio.Group>
  );
}

function FieldValue({ field, draft }: { readonly field: OrderField; readonly draft: OrderDraft }) {
  if (field === 'status') return <StatusBadge status={draft.status} />;
  return <span className={styles.value}>{draft[field] === '' ? text.empty : draft[field]}</span>;
}
