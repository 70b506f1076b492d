import { AUDIT_FACTS, type AuditEntry, type AuditFact } from '../../../src-shared/access.ts';
import { text } from '../../strings.ts';

type Detail = AuditEntry['detail'];

/** What they hold is a name, an address or a search: it is said as it stands. */
const VERBATIM: ReadonlySet<AuditFact> = new Set([
  'name',
  'from',
  'newName',
  'formerName',
  'method',
  'path',
  'session',
  'q',
  'sort',
  'updatesFrom',
]);

/** What a record says besides, as words; in the sequence in which people ask for it. */
export function auditDetail({ detail }: Pick<AuditEntry, 'detail'>): string {
  const parts = AUDIT_FACTS.flatMap((fact) => saysOf(fact, detail));
  const known: ReadonlySet<string> = new Set(AUDIT_FACTS);
  // A newer server may know facts that this page does not.
  const others = Object.entries(detail).flatMap(([fact, value]) =>
    known.has(fact) || value === null ? [] : [`${fact}: ${value}`],
  );
  const all = [...parts, ...others];
  const [first = text.empty] = all;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...all.slice(1)].join(', ');
}

function saysOf(fact: AuditFact, detail: Detail): string[] {
  const value = detail[fact];
  if (value === undefined || value === null || isUnchanged(fact, detail)) return [];
  // One word for what was asked: DELETE /api/orders/:id.
  if (fact === 'method') return [];
  if (fact === 'path' && typeof detail.method === 'string') return [`${detail.method} ${value}`];
  return [text.access.audit.facts[fact](inWords(fact, value))];
}

/** A device's record names what it was before, also where that is what it still is. */
function isUnchanged(fact: AuditFact, detail: Detail): boolean {
  return (
    (fact === 'formerName' && detail.formerName === detail.name) ||
    (fact === 'formerRole' && detail.formerRole === detail.role)
  );
}

function inWords(fact: AuditFact, value: string | number | boolean): string {
  const { values, blocked, unblocked } = text.access.audit;
  const said = String(value);
  switch (fact) {
    case 'disabled':
      return value === true ? blocked : unblocked;
    case 'status':
      return wordFor(text.status, said);
    case 'role':
    case 'formerRole':
      return wordFor(text.door.roles, said);
    default:
      return VERBATIM.has(fact) ? said : wordFor(values, said);
  }
}

function wordFor(words: Readonly<Record<string, string>>, said: string): string {
  return Object.hasOwn(words, said) ? (words[said] ?? said) : said;
}
