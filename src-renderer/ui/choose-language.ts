import { type LanguageChoice, preferences } from '../store/preferences.ts';
import { workspace } from '../store/workspace.ts';
import { text } from '../strings.ts';
import { toast } from './toast.ts';

/** Speaks it from the next load on, which is now unless there is unsaved work: then the person says when. */
export function chooseLanguage(language: LanguageChoice): void {
  if (preferences.getState().language === language) return;
  preferences.setState({ language });
  const { unsaved, newOrderOpen } = workspace.getState();
  const reload = (): void => window.location.reload();
  if (unsaved.size === 0 && !newOrderOpen) reload();
  else toast('good', text.look.reloadAsks, { label: text.look.reload, run: reload });
}
