import type { CreatedOrders } from '../../../src-shared/command.ts';
import { MAX_BULK_ORDERS } from '../../../src-shared/protocol-version.ts';
import type { CommandSender } from '../../ui/command-sender.ts';

/** What became of created orders that were to be deleted again. */
export interface DeletedReport {
  readonly deleted: number;
  /** Changed or deleted by somebody since. */
  readonly kept: number;
  /** Not done, or not known whether it was. */
  readonly left: CreatedOrders['orders'];
}

/**
 * Deletes orders that nobody changed since they were created, however long ago that was: the log, which could tell it
 * too, keeps fewer changes than one import makes.
 */
export async function deleteCreated(sender: CommandSender, created: CreatedOrders['orders']): Promise<DeletedReport> {
  let [deleted, kept] = [0, 0];
  const left: CreatedOrders['orders'] = [];
  for (let start = 0; start < created.length; start += MAX_BULK_ORDERS) {
    const part = created.slice(start, start + MAX_BULK_ORDERS);
    const named = part.map(({ id, version }) => ({ id, expectedVersion: version }));
    const outcome = await sender.execute({ type: 'delete-orders', orders: named });
    if (outcome.kind === 'bulk') {
      deleted += outcome.outcome.deleted.length;
      kept += outcome.outcome.conflicts.length + outcome.outcome.notFound.length;
    } else left.push(...part);
  }
  return { deleted, kept, left };
}
