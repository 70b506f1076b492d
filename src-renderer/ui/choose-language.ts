import type { LanguageChoice } from '../../src-shared/language.ts';
import { callDesktop, desktopState } from '../desktop/desktop-store.ts';
import { preferences } from '../store/preferences.ts';
import { workspace } from '../store/workspace.ts';
import { text } from '../strings.ts';
import { toast } from './toast.ts';

/**
 * Speaks it from the next load on, which is now unless there is unsaved work: then the person says when. In the desktop
 * window it is a setting of the program, whose menu and notifications speak it too.
 */
export async function chooseLanguage(language: LanguageChoice): Promise<void> {
  const desktop = desktopState();
  if ((desktop?.settings ?? preferences.getState()).language === language) return;
  if (desktop === null) preferences.setState({ language });
  else {
    const answer = await callDesktop('save-settings', { language });
    if (!answer.ok) {
      toast('bad', answer.message);
      return;
    }
  }
  const { unsaved, newOrderOpen } = workspace.getState();
  const reload = (): void => window.location.reload();
  if (unsaved.size === 0 && !newOrderOpen) reload();
  else toast('good', text.look.reloadAsks, { label: text.look.reload, run: reload });
}
