import { describe, expect, it } from 'vitest';
import { fieldErrorsOf, localErrors, NO_ERRORS } from '../../src-renderer/ui/field-errors.ts';
import { followRow, isDirty, openEdit } from '../../src-renderer/views/order/edit-state.ts';
import { historyEntry } from '../../src-renderer/views/order/history-lines.ts';
import { changesFor, draftOf, proposedChoice } from '../../src-renderer/views/order/merge.ts';
import { newOrderSchema } from '../../src-shared/order.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { anOrder, deleted, inserted, updated } from '../support/orders.ts';

const base = anOrder({ id: 1, version: 3, customer_name: 'Bolt Co' });
const theirs = { ...base, version: 4, status: 'shipped', customer_name: 'Bolt Corp.' } as const;

describe('an open order', () => {
  it('[EDIT-1] follows the row while nothing was typed, and says what changed', () => {
    const edit = followRow(openEdit(base), theirs);
    expect(edit.base).toBe(theirs);
    expect(edit.draft).toEqual(draftOf(theirs));
    expect(edit.news.map(({ field }) => field)).toEqual(['customer_name', 'status']);
  });

  it('[EDIT-2] keeps what was typed when the row changes', () => {
    const edit = { ...openEdit(base), draft: { ...draftOf(base), product_name: 'Desk' } };
    expect(isDirty(edit)).toBe(true);
    expect(followRow(edit, theirs)).toBe(edit);
  });

  it('[EDIT-3] takes no version it already has for news', () => {
    const edit = openEdit(theirs);
    expect(followRow(edit, base)).toBe(edit);
    expect(followRow(edit, { ...theirs })).toBe(edit);
  });
});

describe('two versions', () => {
  const mine = { ...draftOf(base), customer_name: 'Bolt Company' };

  it('[EDIT-10] are proposed field by field: mine where I typed, theirs where I did not', () => {
    expect(proposedChoice(draftOf(base), mine)).toEqual({
      customer_name: 'mine',
      product_name: 'theirs',
      status: 'theirs',
    });
  });

  it('[EDIT-11] send only what was chosen and differs from the table', () => {
    const allMine = { customer_name: 'mine', product_name: 'mine', status: 'mine' } as const;
    expect(changesFor(allMine, { ...mine, status: 'shipped' }, draftOf(theirs))).toEqual({
      customer_name: 'Bolt Company',
    });
    const choice = proposedChoice(draftOf(base), mine);
    expect(changesFor(choice, mine, draftOf(theirs))).toEqual({ customer_name: 'Bolt Company' });
    expect(changesFor({ ...choice, status: 'mine' }, mine, draftOf(theirs))).toEqual({
      customer_name: 'Bolt Company',
      status: 'pending',
    });
    expect(changesFor({ ...choice, customer_name: 'theirs' }, mine, draftOf(theirs))).toBeNull();
  });
});

describe('the history', () => {
  it('[EDIT-20] says old and new of the fields that changed, and of no others', () => {
    const entry = historyEntry(updated(theirs, { status: 'pending', version: 3, updated_at: base.updated_at }));
    expect(entry).toMatchObject({ title: 'Changed', who: 'test' });
    expect(entry.lines).toEqual([{ field: 'status', before: 'Pending', after: 'Shipped' }]);
  });

  it('[EDIT-21] shows what was created and what was deleted', () => {
    expect(historyEntry(inserted(base)).lines[0]).toEqual({ field: 'customer_name', before: null, after: 'Bolt Co' });
    expect(historyEntry(deleted(base)).lines[0]).toEqual({ field: 'customer_name', before: 'Bolt Co', after: null });
  });

  it('[EDIT-22] says so when a write changed nothing to be seen, or nobody was recorded', () => {
    const entry = historyEntry({ ...updated(theirs, { version: 3 }), actor: null });
    expect(entry).toMatchObject({ title: 'Saved without a visible change', who: 'not recorded', lines: [] });
  });
});

describe('mistakes in a form', () => {
  it('[EDIT-30] stand beside the field they belong to, whatever path the server names it by', () => {
    const errors = [
      { field: 'order.customer_name', message: 'must not be empty or blank' },
      { field: 'order', message: 'must not have color' },
    ];
    expect(fieldErrorsOf(problemOf('invalid-request', 'Not valid.', { errors }))).toEqual({
      fields: { customer_name: 'Must not be empty or blank.' },
      form: 'Must not have color.',
    });
    const form = fieldErrorsOf(problemOf('database-unavailable', 'MySQL is away.')).form;
    expect(form).toMatch(/^MySQL is not reachable\. Nothing was changed\..*\(MySQL is away\.\)$/);
  });

  it("[EDIT-31] are found by the server's own rules before anything is sent", () => {
    const draft = { customer_name: '  ', product_name: 'Desk', status: 'pending' };
    expect(localErrors(newOrderSchema, draft).fields).toEqual({ customer_name: 'Must not be empty or blank.' });
    expect(localErrors(newOrderSchema, { ...draft, customer_name: 'Ada' })).toBe(NO_ERRORS);
  });
});
