import { appendFileSync } from 'node:fs';
import { UPDATE_OF_UNKNOWN } from '../support/base-client.ts';
import { differences } from '../support/picture.ts';
import { readTable } from '../support/table.ts';
import type { FaultRow, Form, RowResult } from './fault-row.ts';
import { FaultScene } from './fault-scene.ts';
import type { Watcher } from './watcher.ts';

const NOBODY = { confirmed: 0, refused: 0, unknown: 0 };
/** What stands for a reason with clients that are not told one. */
const UNSAID = ['again', 'snapshot'];
/** How long clients may take to be equal again; the figure itself stands in the table. */
const RECOVERS_WITHIN_MS = 30_000;

/**
 * One row: everybody at work, the fault, its end, and what is left of it.
 *
 * @throws Error that names what the promise does not allow; the result is written down before
 */
export async function runRow(row: FaultRow, seed: number, form: Form, database: string): Promise<RowResult> {
  const startedAt = performance.now();
  const scene = await FaultScene.open(row.plan, seed, form);
  const found = { recoveryMs: null as number | null, told: null as string | null };
  let failure: Error | null = null;
  try {
    await scene.begin((await row.prepare?.(scene)) ?? {});
    const heal = await row.inject(scene);
    await scene.look();
    await heal();
    const endedAt = performance.now();
    const writing = scene.endWriting();
    await scene.equal(RECOVERS_WITHIN_MS);
    found.recoveryMs = Math.round(performance.now() - endedAt);
    await writing;
    await judge(row, scene);
    found.told = row.told === null ? null : await scene.reads(row.told, 5_000);
  } catch (error) {
    failure = error as Error;
  }
  const result: RowResult = {
    rule: Number(/-(\d+)\]/.exec(row.title)?.[1]),
    name: row.name,
    fault: row.fault,
    form,
    seed,
    database,
    problem: failure?.message ?? null,
    ...found,
    incidents: scene.incidents,
    startedOver: [...new Set(scene.watchers.flatMap((watcher) => watcher.snapshots.slice(1)))],
    transactions: scene.hasWriters ? scene.writers.committed : 0,
    failedTransactions: scene.hasWriters ? scene.writers.failures : 0,
    commands: scene.commands?.tally ?? NOBODY,
    tookMs: 0,
  };
  await scene.close();
  const whole = { ...result, tookMs: Math.round(performance.now() - startedAt) };
  if (process.env.FAULTS_REPORT !== undefined) appendFileSync(process.env.FAULTS_REPORT, `${JSON.stringify(whole)}\n`);
  if (failure !== null) throw failure;
  return whole;
}

/** Holds everything to the promise, once nobody writes any more. */
async function judge(row: FaultRow, scene: FaultScene): Promise<void> {
  await scene.equal();
  await scene.commands?.settle();
  await scene.insert(3, 'Afterwards');
  await scene.equal();
  await row.afterwards?.(scene);
  await scene.look();
  const table = await readTable(scene.database);
  const ids = (await scene.database.changeIds()).filter((id) => id > scene.firstId);
  const problems = [
    ...(scene.commands?.faults(table, row.loses === true) ?? []),
    ...scene.incidents.filter((code) => !row.incidents.includes(code)).map((code) => `unexpected incident ${code}`),
    ...scene.watchers.flatMap((watcher) => faultsOf(watcher, row, ids)),
    ...scene.watchers.flatMap(({ kind, picture }) => differences(picture, table).map((text) => `${kind}: ${text}`)),
  ];
  if (problems.length > 0) throw new Error(`${problems.length} faults:\n${problems.slice(0, 12).join('\n')}`);
}

function faultsOf(watcher: Watcher, row: FaultRow, ids: readonly number[]): string[] {
  const { kind } = watcher;
  const allowed: readonly string[] = row.startsOver ?? [];
  // Who is told of no reason may begin anew where anybody may.
  const isAllowed = (reason: string) => allowed.includes(reason) || (allowed.length > 0 && UNSAID.includes(reason));
  const again = watcher.snapshots.slice(kind === 'base' ? 0 : 1).filter((reason) => !isAllowed(reason));
  const sent = watcher.isFromTheBeginning && watcher.snapshots.length === 1 ? watcher.changeIds() : null;
  const isDue = (fault: string) => row.unlogged === true && kind === 'base' && fault.endsWith(UPDATE_OF_UNKNOWN);
  // A table that was put back takes its orders back, and says so to everybody.
  const steps = row.loses === true ? [] : watcher.steps().filter((fault) => !isDue(fault));
  return [
    ...[...watcher.faults(), ...steps].map((fault) => `${kind}: ${fault}`),
    ...again.map((reason) => `${kind}: began anew (${reason})`),
    ...(sent === null ? [] : missed(sent, ids).map((text) => `${kind}: ${text}`)),
  ];
}

function missed(sent: readonly number[], ids: readonly number[]): string[] {
  const has = new Set(sent);
  const lost = ids.filter((id) => !has.has(id));
  return lost.length === 0 ? [] : [`${lost.length} changes were never sent, the first ${lost[0]}`];
}
