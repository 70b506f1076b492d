import {
  type DatabaseCandidate,
  type DatabaseTls,
  databaseCandidateSchema,
} from '../../../src-shared/database-check.ts';
import type { DatabaseChoice } from '../../../src-shared/desktop-settings.ts';
import { sentence } from '../../ui/sentence.ts';

/** A MySQL server as it stands in the form: like a candidate, but with what a person may be in the middle of typing. */
export interface CandidateDraft {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  /** `null`: the one that is kept already. */
  readonly password: string | null;
  readonly name: string;
  readonly tls: DatabaseTls;
  readonly setupUser: string;
  readonly setupPassword: string | null;
}

export type CandidateField = keyof CandidateDraft;
export type CandidateErrors = Readonly<Partial<Record<CandidateField, string>>>;

const EMPTY: CandidateDraft = {
  host: 'localhost',
  port: '3306',
  user: 'root',
  password: '',
  name: 'realtime_orders',
  tls: 'off',
  setupUser: '',
  setupPassword: '',
};

/** Pure: what the form begins with. The passwords of the server in use are kept until somebody types others. */
export function draftOf(choice: DatabaseChoice): CandidateDraft {
  if (choice.kind !== 'server') return EMPTY;
  const { host, port, user, name, tls, setupUser } = choice;
  return { host, port: String(port), user, password: null, name, tls, setupUser, setupPassword: null };
}

/**
 * Pure: the draft with what was typed. Encryption follows the host, as `DB_TLS=auto` does, until somebody has chosen
 * another one: what leaves this machine is checked.
 */
export function withTyped(draft: CandidateDraft, part: Partial<CandidateDraft>): CandidateDraft {
  const now = { ...draft, ...part };
  const follows = part.tls === undefined && draft.tls === usualTls(draft.host);
  return follows ? { ...now, tls: usualTls(now.host) } : now;
}

function usualTls(host: string): DatabaseTls {
  const name = host.trim().replace(/^\[(.*)\]$/, '$1');
  return /^(|localhost|::1|(::ffff:)?127(\.\d{1,3}){3})\.?$/i.test(name) ? 'off' : 'verify';
}

/** Pure: the draft as the program takes it, or what is wrong with it, by field. */
export function readDraft(
  draft: CandidateDraft,
):
  | { readonly ok: true; readonly candidate: DatabaseCandidate }
  | { readonly ok: false; readonly errors: CandidateErrors } {
  const port = /^\d{1,5}$/.test(draft.port.trim()) ? Number(draft.port) : 0;
  const setupUser = draft.setupUser.trim();
  // Nobody to set up with, so no password of theirs either.
  const setupPassword = setupUser === '' ? '' : draft.setupPassword;
  const parsed = databaseCandidateSchema.safeParse({ ...draft, port, setupUser, setupPassword });
  if (parsed.success) return { ok: true, candidate: parsed.data };
  const errors: Partial<Record<CandidateField, string>> = {};
  for (const { path, message } of parsed.error.issues) errors[path[0] as CandidateField] ??= sentence(message);
  return { ok: false, errors };
}
