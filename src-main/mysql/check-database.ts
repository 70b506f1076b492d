import type { DatabaseCandidate, DatabaseCheck } from '../../src-shared/database-check.ts';
import type { Logger } from '../observability/logger.ts';
import { type CheckUsers, checkEntry, type Entries, enterAs } from './check-entry.ts';
import { checkHost } from './check-host.ts';
import { checkLogin, type Login, type LoginFields } from './check-login.ts';
import { failed, passed } from './check-outcome.ts';
import { checkPort } from './check-port.ts';
import { CheckReport } from './check-report.ts';
import { checkTables } from './check-tables.ts';
import { checkUserRights } from './check-user-rights.ts';
import { checkVersion } from './check-version.ts';
import { countOrders } from './count-orders.ts';
import { loadMigrations } from './migration-files.ts';
import type { ConnectionTarget, DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';
import { judgeVersion } from './preflight-server.ts';
import { type PortAnswer, probePort } from './probe-port.ts';
import { readSchemaState, type SchemaState } from './schema-state.ts';
import { nameOfVersion, readServerName, withoutReplicaPrefix } from './server-name.ts';

export interface DatabaseCheckDeps {
  readonly logger: Logger;
  /** The passwords that are kept; where the candidate has none of its own, these are tried. */
  readonly kept: { readonly password: string; readonly setupPassword: string };
  /** Path of a PEM file with the certificates of the authority; empty: those of the system. */
  readonly tlsCaFile: string;
  /** Milliseconds that the host, the port, a login or an answer may take before the look ends. */
  readonly timeoutMs: number;
}

const RUNTIME: LoginFields = { user: 'user', password: 'password' };
const SETUP: LoginFields = { user: 'setupUser', password: 'setupUser' };

/** Looks at a server from the name of its host to the last trigger, and changes nothing. Never rejects for what it finds. */
export async function checkDatabase(candidate: DatabaseCandidate, deps: DatabaseCheckDeps): Promise<DatabaseCheck> {
  const report = new CheckReport();
  const open: DatabaseConnection[] = [];
  try {
    await look(candidate, deps, report, open);
  } catch (error) {
    // The server went away, or refused what it never refuses: the step it happened in has failed.
    deps.logger.warn({ error }, 'The look at the database ended early');
    report.add(failed(plainWords(error, addressOf(candidate))));
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
  }
  return report.end();
}

async function look(
  candidate: DatabaseCandidate,
  deps: DatabaseCheckDeps,
  report: CheckReport,
  open: DatabaseConnection[],
): Promise<void> {
  const { host, port, name } = candidate;
  const address = addressOf(candidate);
  if (!report.add(await checkHost(address, deps.timeoutMs))) return;
  const answer = await probePort(host, port, deps.timeoutMs);
  if (!report.add(checkPort(answer, address))) return;
  const users = await logIn(candidate, deps, report, open, answer);
  if (users === null) return;
  report.server = await readServerName(users.runtime);
  if (!report.add(await checkVersion(users.runtime, report.server))) return;

  const entries: Entries = {
    runtime: await enterAs(users.runtime, name),
    setup: users.setup === null ? null : await enterAs(users.setup, name),
  };
  if (!report.add(await checkEntry(users, entries, name))) return;
  const migrations = loadMigrations();
  const seeing = seeingUsers(users, entries);
  let state: SchemaState = { kind: 'missing' };
  for (const connection of seeing) {
    state = await readSchemaState(connection, name, migrations);
    if (state.kind !== 'hidden') break;
  }
  const place = { database: name, user: candidate.user, setupUser: candidate.setupUser };
  if (!report.add(await checkUserRights(users, entries, state, place, migrations))) return;
  const inside = seeing[0] ?? null;
  report.orders = inside === null ? null : await countOrders(inside);
  report.next = nextOf(state);
  report.add(await checkTables(inside, state, name, migrations));
}

/** Logs both users in and reports the step; `null` when it failed. */
async function logIn(
  candidate: DatabaseCandidate,
  deps: DatabaseCheckDeps,
  report: CheckReport,
  open: DatabaseConnection[],
  answer: PortAnswer,
): Promise<CheckUsers | null> {
  const offersTls = answer.kind === 'mysql' && answer.offersTls;
  const { user, setupUser } = candidate;
  const attempt = async (target: ConnectionTarget, fields: LoginFields): Promise<Login> => {
    const login = await checkLogin(target, fields, offersTls);
    if (login.kind === 'in') open.push(login.connection);
    return login;
  };
  const runtime = await attempt(targetOf(candidate, deps, user, candidate.password ?? deps.kept.password), RUNTIME);
  if (runtime.kind === 'out') {
    if (!blameVersion(report, answer, runtime.error)) report.add(runtime.outcome);
    return null;
  }
  const how = candidate.tls === 'off' ? '' : ` over an encrypted connection${CHECKED[candidate.tls]}`;
  if (setupUser === '') {
    report.add(passed(`User ${user} is let in${how}.`));
    return { runtime: runtime.connection, setup: null };
  }
  const password = candidate.setupPassword ?? deps.kept.setupPassword;
  const setup = await attempt(targetOf(candidate, deps, setupUser, password), SETUP);
  if (setup.kind === 'out') {
    report.add(setup.outcome);
    return null;
  }
  report.add(passed(`Users ${user} and ${setupUser} are let in${how}.`));
  return { runtime: runtime.connection, setup: setup.connection };
}

const CHECKED = { verify: ', whose certificate is in order', 'no-verify': ', whose certificate is not checked' };

/**
 * A server too old may fail at the login in ways of its own. Its greeting is believed only then, since some gateways
 * greet with another version than the server behind them has.
 */
function blameVersion(report: CheckReport, answer: PortAnswer, error: unknown): boolean {
  if (answer.kind !== 'mysql' || answer.version === '') return false;
  const kind = classifyMysqlError(error);
  const [tooOld] = judgeVersion(withoutReplicaPrefix(answer.version));
  if (tooOld === undefined || kind === 'access-denied' || kind === 'tls') return false;
  report.server = nameOfVersion(answer.version);
  report.add({ state: 'skipped', message: 'No login is possible: the server is too old.', repair: null, field: null });
  report.add(failed(tooOld.message, { field: 'host' }));
  return true;
}

/** Those inside the database, the one that sees more first. */
function seeingUsers(users: CheckUsers, entries: Entries): readonly DatabaseConnection[] {
  return [
    ...(users.setup !== null && entries.setup === 'entered' ? [users.setup] : []),
    ...(entries.runtime === 'entered' ? [users.runtime] : []),
  ];
}

function nextOf(state: SchemaState): CheckReport['next'] {
  switch (state.kind) {
    case 'missing':
      return 'create-schema';
    case 'older':
      return 'upgrade-schema';
    default:
      return 'use';
  }
}

function addressOf({ host, port, user, name }: DatabaseCandidate): DatabaseAddress {
  return { host, port, user, database: name };
}

function targetOf(
  { host, port, tls }: DatabaseCandidate,
  { tlsCaFile, timeoutMs, logger }: DatabaseCheckDeps,
  user: string,
  password: string,
): ConnectionTarget {
  return {
    host,
    port,
    user,
    password,
    database: null,
    tls: { mode: tls, caFile: tlsCaFile },
    connectTimeoutMs: timeoutMs,
    logger,
    sqlDebug: false,
  };
}
