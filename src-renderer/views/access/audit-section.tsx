import { Button, NativeSelect } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { AUDIT_KINDS, type AuditEntry, type AuditKind, auditPageSchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { Section } from '../settings/section.tsx';
import styles from './access.module.css';
import { auditDetail } from './audit-detail.ts';
import { ListedBody } from './listed-body.tsx';

const words = text.access.audit;
const PAGE = 50;

interface Shown {
  readonly entries: readonly AuditEntry[] | null;
  readonly next: number | null;
  readonly failed: boolean;
}

/** What concerns safety, newest first. */
export function AuditSection() {
  const [kind, setKind] = useState<AuditKind | null>(null);
  const [shown, setShown] = useState<Shown>({ entries: null, next: null, failed: false });
  const load = useCallback(
    async (before: number | null): Promise<void> => {
      const query = new URLSearchParams({ limit: String(PAGE) });
      if (before !== null) query.set('before', String(before));
      if (kind !== null) query.set('kind', kind);
      const answer = await callApi(auditPageSchema, { method: 'GET', path: `/api/audit?${query}` });
      setShown((now) =>
        answer.ok
          ? {
              entries: before === null ? answer.value.entries : [...(now.entries ?? []), ...answer.value.entries],
              next: answer.value.next,
              failed: false,
            }
          : { ...now, failed: true },
      );
    },
    [kind],
  );
  useEffect(() => {
    void load(null);
  }, [load]);
  return (
    <Section name="audit">
      <div className={styles.head}>
        <p className={styles.hint}>{words.hint}</p>
        <NativeSelect
          w={240}
          aria-label={words.kind}
          value={kind ?? ''}
          data={[
            { value: '', label: words.all },
            ...AUDIT_KINDS.map((one) => ({ value: one, label: words.kinds[one] })),
          ]}
          onChange={(event) => {
            setShown({ entries: null, next: null, failed: false });
            setKind(AUDIT_KINDS.find((one) => one === event.currentTarget.value) ?? null);
          }}
        />
      </div>
      <ListedBody
        listed={{ value: shown.entries, failed: shown.failed, reload: () => load(null) }}
        none={{ icon: <IconShieldCheck size={22} />, title: words.none }}
      >
        {(entries) => <AuditTable entries={entries} />}
      </ListedBody>
      {shown.next !== null && (
        <Button mt={12} variant="default" onClick={() => void load(shown.next)}>
          {words.more}
        </Button>
      )}
    </Section>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={words.hint}>
      <table className={styles.table}>
        <thead>
          <tr>
            {[words.when, words.what, words.who, words.from, words.detail].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, at, kind, actor, address, detail }) => (
            <tr key={id}>
              <td>
                <TimeLabel iso={at} />
              </td>
              <td>{words.kinds[kind]}</td>
              <td>{actor === '' || actor === '?' ? words.nobody : actor}</td>
              <td>{address === '' ? text.empty : address}</td>
              <td>{auditDetail({ detail })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
