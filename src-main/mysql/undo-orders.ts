import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { UndoOutcome, UndoTarget } from '../../src-shared/command.ts';
import type { Order, OrderChanges } from '../../src-shared/order.ts';
import { planUndo, type UndoStep, unwrittenOutcome } from '../commands/undo-plan.ts';
import { findChanges } from './find-changes.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { readOrders } from './write-orders.ts';

type StepOf<Kind extends UndoStep['kind']> = Extract<UndoStep, { kind: Kind }>;

/** MariaDB turns a longer list into a subquery. */
const CHUNK = 500;

/** The body of one transaction: locks the rows in the sequence of ids, decides, writes. */
export async function undoChanges(
  connection: DatabaseConnection,
  targets: readonly UndoTarget[],
  may: (change: ChangeEvent) => void = () => undefined,
): Promise<UndoOutcome> {
  const sorted = [...targets].sort((a, b) => a.id - b.id);
  const locked = await readOrders(connection, idsOf(sorted), ' FOR UPDATE');
  const current = new Map(locked.map((order) => [order.id, order]));
  // Read after the locks were had: what is in the log by then is what made the rows.
  const changes = await findChanges(connection, sorted);
  for (const { event } of changes.values()) may(event);
  const steps = sorted.map((target) =>
    planUndo(target, changes.get(target.id) ?? null, current.get(target.id) ?? null),
  );
  const outcome = unwrittenOutcome(steps);
  const updates = ofKind(steps, 'update');
  const restores = ofKind(steps, 'restore').map(({ order }) => order);
  const deletes = ofKind(steps, 'delete').map(({ order }) => order);
  await setBack(connection, updates);
  await insertAgain(connection, restores);
  await deleteAll(connection, idsOf(deletes));
  const written = [...idsOf(updates), ...idsOf(restores)].sort((a, b) => a - b);
  outcome.restored.push(...(await readOrders(connection, written, '')));
  outcome.deleted.push(...deletes);
  return outcome;
}

/** Orders that get the same values, as after a bulk change, are one statement. */
async function setBack(connection: DatabaseConnection, updates: readonly StepOf<'update'>[]): Promise<void> {
  const groups = new Map<string, { readonly changes: OrderChanges; readonly ids: number[] }>();
  for (const { id, changes } of updates) {
    const key = JSON.stringify(changes);
    const group = groups.get(key) ?? { changes, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  for (const { changes, ids } of groups.values()) {
    const assignments = [...Object.keys(changes).map((field) => `${field} = ?`), 'version = version + 1'].join(', ');
    for (const chunk of chunksOf(ids)) {
      await connection.execute(`UPDATE orders FORCE INDEX (PRIMARY) SET ${assignments} WHERE id IN (?)`, [
        ...Object.values(changes),
        chunk,
      ]);
    }
  }
}

async function insertAgain(connection: DatabaseConnection, orders: readonly Order[]): Promise<void> {
  for (const chunk of chunksOf(orders)) {
    const rows = chunk.map((order) => [
      order.id,
      order.customer_name,
      order.product_name,
      order.status,
      order.version,
      sqlTime(order.created_at),
    ]);
    await connection.execute(
      'INSERT INTO orders (id, customer_name, product_name, status, version, created_at) VALUES ?',
      [rows],
    );
  }
}

async function deleteAll(connection: DatabaseConnection, ids: readonly number[]): Promise<void> {
  // This form of DELETE takes an index: a scan of a small table would lock orders that nobody named.
  for (const chunk of chunksOf(ids)) {
    await connection.execute('DELETE orders FROM orders FORCE INDEX (PRIMARY) WHERE id IN (?)', [chunk]);
  }
}

/** ISO 8601 in UTC to what MySQL takes; the session is in UTC. */
function sqlTime(iso: string | null): string | null {
  return iso === null ? null : iso.replace('T', ' ').replace('Z', '');
}

function ofKind<Kind extends UndoStep['kind']>(steps: readonly UndoStep[], kind: Kind): StepOf<Kind>[] {
  return steps.filter((step): step is StepOf<Kind> => step.kind === kind);
}

function idsOf(items: readonly { readonly id: number }[]): number[] {
  return items.map(({ id }) => id);
}

function* chunksOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
