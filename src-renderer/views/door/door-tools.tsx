import { NativeSelect } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { LANGUAGE_CHOICES } from '../../../src-shared/language.ts';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { chooseLanguage } from '../../ui/choose-language.ts';
import styles from './door-tools.module.css';

/** What somebody may need before they are let in: another language. */
export function DoorTools() {
  const language = useStore(preferences, (state) => state.language);
  // There it is a setting of the program, which waits for an admin.
  if (useDesktop(() => true) === true) return null;
  return (
    <footer className={styles.tools}>
      <NativeSelect
        size="xs"
        leftSection={<IconLanguage size={16} stroke={1.75} aria-hidden />}
        aria-label={text.look.language}
        value={language}
        data={LANGUAGE_CHOICES.map((value) => ({ value, label: text.look.languages[value] }))}
        onChange={(event) => {
          const chosen = LANGUAGE_CHOICES.find((one) => one === event.currentTarget.value);
          if (chosen !== undefined) void chooseLanguage(chosen);
        }}
      />
    </footer>
  );
}
