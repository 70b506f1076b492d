import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import type { SecretBox } from './secret-box.ts';

const ASK =
  'No keyring was found here (GNOME Keyring or KWallet, for example), so the password of the database cannot be encrypted. Choose: keep it in a file that only your user can read, or type it after each start.';

/** What the person should know about how passwords are kept; `null` when all is well. */
export function secretsNotice({ isUndecided, problem }: SecretBox): DesktopNotice | null {
  const common = { id: 'secrets-unsafe', severity: 'warning', file: null } as const;
  if (isUndecided) {
    return { ...common, title: 'This system has no safe place for passwords', message: ASK, dismissible: false };
  }
  if (problem === null) return null;
  return {
    ...common,
    title: 'The kept password cannot be read',
    message: `${problem} Please type it again.`,
    dismissible: true,
  };
}
