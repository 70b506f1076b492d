import { describe, expect, it } from 'vitest';
import { announcementOf } from '../../src-main/electron/notify/news-words.ts';
import { notificationBody } from '../../src-main/electron/notify/notification-body.ts';
import type { News } from '../../src-main/electron/notify/notification-rules.ts';
import { anOrder } from '../support/orders.ts';
import { SCRIPT_NAMES } from '../support/script-names.ts';

const FORGED = 'Ada\r\n#/monitor\nThe database is back\u2028x\u202ey\u0007';
const NAMES = [...SCRIPT_NAMES, '<a href="https://evil.example/">x</a>', '&lt;b&gt; &amp;', FORGED];

/** What each rule says of an order with this name. */
function announcements(name: string) {
  const orders = [1, 2].map((id) => anOrder({ id, customer_name: name, product_name: name }));
  const came = orders.map((order): News => ({ kind: 'customer-order', order }));
  const overdue = (some: typeof orders): News => ({ kind: 'overdue', orders: some, more: false, minutes: 30 });
  const lost: News = { kind: 'database-lost', seconds: 30, problem: name };
  return [came.slice(0, 1), came, [overdue(orders.slice(0, 1))], [overdue(orders)], [...came, lost]].map(
    announcementOf,
  );
}

describe('notifications of the system', () => {
  it('[SEC-71] lead to a place of the console, whatever the names say', () => {
    for (const name of NAMES) {
      for (const { hash } of announcements(name)) {
        expect(hash).toMatch(/^#\/(orders(\/\d+)?|orders\?status=pending|monitor)$/);
      }
    }
  });

  it('[SEC-71] have a line for each order and none that a name begins', () => {
    const [one, many, oneOverdue, overdue] = announcements(FORGED);
    const expected = announcements('Ada');
    for (const [index, told] of [one, many, oneOverdue, overdue].entries()) {
      expect(told?.title.split('\n')).toHaveLength(1);
      expect(told?.body.split('\n')).toHaveLength(expected[index]?.body.split('\n').length ?? 0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(`${told?.title}${told?.body.replaceAll('\n', '')}`).not.toMatch(/[\u0000-\u001f\u2028\u202a-\u202e]/);
    }
  });

  it('[SEC-71] are plain text also where the system would read them as markup', () => {
    for (const name of NAMES) {
      for (const { body } of announcements(name)) {
        const shown = notificationBody(body, 'linux');
        expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(read(shown)).toBe(body);
        for (const platform of ['win32', 'darwin'] as const) expect(notificationBody(body, platform)).toBe(body);
      }
    }
  });
});

/** As a desktop reads it. */
function read(markup: string): string {
  return markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
