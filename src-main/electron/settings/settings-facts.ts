import type { AuditDetail, AuditFact } from '../../../src-shared/access.ts';
import type { DatabaseChoice, DesktopSettings } from '../../../src-shared/desktop-settings.ts';

/**
 * What of a change concerns safety, for the record; `null`: nothing. Who may reach the orders, where they are, and where
 * new versions of the program come from.
 */
export function settingsFacts(now: DesktopSettings, before: DesktopSettings): AuditDetail | null {
  const facts: { -readonly [Fact in AuditFact]?: string } = {};
  if (now.sharing !== before.sharing) facts.sharing = onOff(now.sharing);
  if (now.windowLock !== before.windowLock) facts.windowLock = onOff(now.windowLock);
  const [database, former] = [inWords(now.database), inWords(before.database)];
  if (database !== former) Object.assign(facts, { database, from: former });
  if (now.updates.feedUrl !== before.updates.feedUrl) facts.updatesFrom = now.updates.feedUrl;
  return Object.keys(facts).length === 0 ? null : facts;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

function inWords(choice: DatabaseChoice): string {
  return choice.kind === 'server' ? `${choice.user}@${choice.host}:${choice.port}/${choice.name}` : choice.kind;
}
