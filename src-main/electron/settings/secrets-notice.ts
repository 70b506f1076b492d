import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { words } from '../words/words.ts';
import type { SecretBox } from './secret-box.ts';

/** What the person should know about how passwords are kept; `null` when all is well. */
export function secretsNotice({ isUndecided, problem }: SecretBox): DesktopNotice | null {
  const said = words.notices.secrets;
  const common = { id: 'secrets-unsafe', severity: 'warning', file: null } as const;
  if (isUndecided) {
    return { ...common, title: said.askTitle, message: said.ask, dismissible: false };
  }
  if (problem === null) return null;
  return {
    ...common,
    title: said.unreadable,
    message: said.typeAgain(problem),
    dismissible: true,
  };
}
