import type { DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { text } from '../../strings.ts';
import { Section } from './section.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useSave } from './use-save.ts';

const words = text.settings.program;

export function ProgramSection({ settings }: { readonly settings: DesktopSettings }) {
  const { result, save } = useSave();
  return (
    <Section name="program" result={result}>
      <SwitchRow
        label={words.closeToTray}
        hint={words.closeToTrayHint}
        checked={settings.closeToTray}
        onChange={(closeToTray) => save({ closeToTray })}
      />
      <SwitchRow
        label={words.startAtLogin}
        hint={words.startAtLoginHint}
        checked={settings.startAtLogin}
        onChange={(startAtLogin) => save({ startAtLogin })}
      />
      <SwitchRow
        label={words.windowLock}
        hint={settings.windowLock ? words.windowLockHint.on : words.windowLockHint.off}
        checked={settings.windowLock}
        onChange={(windowLock) => save({ windowLock })}
      />
    </Section>
  );
}
