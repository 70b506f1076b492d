import { afterEach, expect, test } from 'vitest';
import { german } from '../../src-renderer/strings/de/german.ts';
import { english } from '../../src-renderer/strings/en/english.ts';
import { laterText } from '../../src-renderer/strings/en/later-text.ts';
import { setText } from '../../src-renderer/strings.ts';
import { auditDetail } from '../../src-renderer/views/access/audit-detail.ts';
import { AUDIT_FACTS, type AuditDetail } from '../../src-shared/access.ts';

afterEach(() => setText({ ...english, ...laterText }));
const inEnglish = (detail: AuditDetail): string => {
  setText({ ...english, ...laterText });
  return auditDetail({ detail });
};
const inGerman = (detail: AuditDetail): string => {
  setText(german);
  return auditDetail({ detail });
};

test('[AUD-30] what a record says is said in words, in the language of whoever reads it', () => {
  expect(inEnglish({ by: 'pin', why: 'wrong', times: 2 })).toBe('With PIN, wrong, 2 times more');
  expect(inGerman({ by: 'pin', why: 'wrong', times: 2 })).toBe('Mit PIN, falsch, noch 2-mal');
  expect(inEnglish({ name: 'Bo', role: 'operator', formerRole: 'viewer', disabled: false, pin: 'set' })).toBe(
    'Bo, role: Operator, Viewer before, no longer blocked, PIN set',
  );
  expect(inGerman({ command: 'delete-orders' })).toBe('Aufträge löschen');
  expect(inEnglish({ method: 'DELETE', path: '/api/orders/:id' })).toBe('DELETE /api/orders/:id');
  expect(inGerman({ orders: 1 })).toBe('1 Auftrag');
  expect(inEnglish({ status: 'shipped', q: 'on' })).toBe('Search for on, only Shipped');
  expect(inEnglish({})).toBe('–');
});

test('[AUD-30] a name is a name, whatever word it is, and what did not change is not said', () => {
  expect(inGerman({ name: 'pin', from: 'off' })).toBe('Pin, vorher off');
  expect(inEnglish({ name: 'Wall', role: 'viewer', formerName: 'Wall', formerRole: 'viewer' })).toBe(
    'Wall, role: Viewer',
  );
  expect(inEnglish({ why: 'constructor' })).toBe('Constructor');
});

test('[AUD-30] no fact is shown by the word of the program', () => {
  for (const fact of AUDIT_FACTS) expect(inGerman({ [fact]: 'x' }), fact).not.toContain(`${fact}:`);
  expect(auditDetail({ detail: { later: 3 } })).toBe('Later: 3');
});
