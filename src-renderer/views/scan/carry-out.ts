import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { ErrorCode } from '../../../src-shared/error-code.ts';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { outcomeText } from '../../ui/outcome-text.ts';
import type { OrderReader } from './order-reader.ts';
import type { Attempt, QueuedScan } from './queued-scan.ts';
import type { ScanResult, WhoWhen } from './scan-result.ts';
import { SCAN_RULES, type WritingMode } from './scan-rules.ts';

/** What a scan is carried out with. */
export interface ScanPorts {
  readonly sender: CommandSender;
  readonly reader: OrderReader;
  /** The row as the picture of live updates has it. */
  readonly known: (id: number) => Order | undefined;
  /** Called before a write is sent, so that a reload in between does not forget it. */
  readonly attempting: (attempt: Attempt) => void;
}

/** `wait`: the server could not be asked; the scan stays in its place, with the attempt that is to be looked into. */
export type CarriedOut = ScanResult | { readonly kind: 'wait'; readonly reason: string };

/** Problems that pass by themselves; what was asked may have been done before they came. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'database-unavailable',
  'database-busy',
  'shutting-down',
  'internal-error',
  'rate-limited',
]);

/** Does what one scan asks for, once, whatever happened to it before. */
export async function carryOut(scan: QueuedScan, ports: ScanPorts): Promise<CarriedOut> {
  const { id, mode, attempt } = scan;
  if (mode === 'lookup') return lookUp(id, ports);
  if (attempt !== null) return lookInto(id, mode, attempt, ports);
  const known = ports.known(id);
  // The picture may be a moment old: it is enough to write by, since the write names the version, but not to refuse.
  if (known !== undefined && SCAN_RULES[mode][known.status].kind === 'write') return judge(known, mode, ports);
  return readAndJudge(id, mode, ports);
}

async function lookUp(id: number, ports: ScanPorts): Promise<CarriedOut> {
  const reading = await ports.reader.read(id);
  if (reading.kind === 'row') return { kind: 'shown', order: reading.order, isOld: false };
  if (reading.kind === 'absent') return gone(id, ports);
  const known = ports.known(id);
  if (known !== undefined) return { kind: 'shown', order: known, isOld: true };
  return { kind: 'failed', detail: text.scan.unreachable };
}

async function readAndJudge(id: number, mode: WritingMode, ports: ScanPorts): Promise<CarriedOut> {
  const reading = await ports.reader.read(id);
  if (reading.kind === 'unreachable') return { kind: 'wait', reason: text.scan.unreachable };
  return reading.kind === 'absent' ? gone(id, ports) : judge(reading.order, mode, ports);
}

/** The write was sent and not answered: the row and its history tell whether it was done. */
async function lookInto(id: number, mode: WritingMode, attempt: Attempt, ports: ScanPorts): Promise<CarriedOut> {
  const reading = await ports.reader.read(id);
  if (reading.kind === 'unreachable') return { kind: 'wait', reason: text.scan.unreachable };
  if (reading.kind === 'absent') return gone(id, ports);
  const { order } = reading;
  if (order.version === attempt.version) return judge(order, mode, ports);
  if (order.status === attempt.to) {
    return { kind: 'done', order, from: attempt.from, version: attempt.version + 1 };
  }
  const history = await ports.reader.history(id);
  if (history === null) return { kind: 'wait', reason: text.scan.unreachable };
  const ours = history.changes.find((change) => change.order.version === attempt.version + 1);
  // It was done, and somebody has taken the order elsewhere since.
  if (ours?.order.status === attempt.to) return { kind: 'conflict', order, by: lastOf(history.changes) };
  return judge(order, mode, ports);
}

async function judge(order: Order, mode: WritingMode, ports: ScanPorts, isSecond = false): Promise<CarriedOut> {
  const verdict = SCAN_RULES[mode][order.status];
  if (verdict.kind === 'already') return { kind: 'already', order, by: await lastChange(order.id, ports) };
  if (verdict.kind === 'refused') {
    return { kind: 'refused', order, why: verdict.why, by: await lastChange(order.id, ports) };
  }
  ports.attempting({ version: order.version, from: order.status, to: verdict.to });
  const outcome = await ports.sender.execute({
    type: 'set-status',
    status: verdict.to,
    orders: [{ id: order.id, expectedVersion: order.version }],
  });
  if (outcome.kind === 'unsent') return { kind: 'wait', reason: text.scan.unreachable };
  if (outcome.kind === 'unknown') return { kind: 'wait', reason: text.scan.unanswered };
  if (outcome.kind === 'problem' && PASSING.has(outcome.problem.code)) {
    return { kind: 'wait', reason: outcome.problem.detail };
  }
  if (outcome.kind !== 'bulk') return { kind: 'failed', detail: outcomeText(outcome) };
  const [written] = outcome.outcome.updated;
  if (written !== undefined) {
    return { kind: 'done', order: written, from: order.status, version: written.version };
  }
  const [now] = outcome.outcome.conflicts;
  if (now === undefined) return gone(order.id, ports);
  // Another field changed meanwhile: what the operator wants is as right as before.
  if (now.status === order.status && !isSecond) return judge(now, mode, ports, true);
  return { kind: 'conflict', order: now, by: await lastChange(order.id, ports) };
}

async function gone(id: number, ports: ScanPorts): Promise<ScanResult> {
  const history = await ports.reader.history(id);
  const deletion = history?.changes.find((change) => change.type === 'DELETE');
  if (deletion === undefined) return { kind: 'not-found', id };
  return { kind: 'deleted', id, by: { who: deletion.actor, at: deletion.at } };
}

async function lastChange(id: number, ports: ScanPorts): Promise<WhoWhen | null> {
  return lastOf((await ports.reader.history(id))?.changes ?? []);
}

/** The change that gave the order the status it has. */
function lastOf(changes: readonly ChangeEvent[]): WhoWhen | null {
  const change = changes.find((one) => one.type !== 'UPDATE' || one.previous.status !== undefined);
  return change === undefined ? null : { who: change.actor, at: change.at };
}
