import { useMantineColorScheme } from '@mantine/core';
import { useStore } from 'zustand';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { chooseLanguage } from '../../ui/choose-language.ts';
import { ChoiceRow } from './choice-row.tsx';
import { Section } from './section.tsx';
import { SwitchRow } from './switch-row.tsx';

const words = text.look;

/** What this person sees and hears on this machine; nobody else is touched by it. */
export function LookSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { contrast, language, density, singleKeys } = useStore(preferences);
  const programLanguage = useDesktop((state) => state.settings.language);
  return (
    <Section name="look">
      <ChoiceRow label={words.scheme} value={colorScheme} options={words.schemes} onChange={setColorScheme} />
      <ChoiceRow
        label={words.contrast}
        hint={words.contrastHint}
        value={contrast}
        options={words.contrasts}
        onChange={(value) => preferences.setState({ contrast: value })}
      />
      <ChoiceRow
        label={words.language}
        hint={words.languageHint}
        value={programLanguage ?? language}
        options={programLanguage === null ? words.languages : { ...words.languages, auto: words.schemes.auto }}
        onChange={(value) => void chooseLanguage(value)}
      />
      <ChoiceRow
        label={words.density}
        value={density}
        options={words.densities}
        onChange={(value) => preferences.setState({ density: value })}
      />
      <SwitchRow
        label={words.singleKeys}
        hint={words.singleKeysHint}
        checked={singleKeys}
        onChange={async (value) => preferences.setState({ singleKeys: value })}
      />
    </Section>
  );
}
