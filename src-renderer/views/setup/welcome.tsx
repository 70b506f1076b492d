import { Button, UnstyledButton } from '@mantine/core';
import { IconDatabase, IconFlask } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import styles from './setup.module.css';
import { SetupPage } from './setup-page.tsx';

const words = text.setup.welcome;

interface WelcomeProps {
  readonly onServer: () => void;
  readonly onDemo: () => void;
  /** `null` where there is nothing before. */
  readonly onBack: (() => void) | null;
}

/** The first question, and the only one that everybody is asked. */
export function Welcome({ onServer, onDemo, onBack }: WelcomeProps) {
  return (
    <SetupPage title={words.title} hint={words.hint}>
      <div className={styles.choices}>
        <UnstyledButton className={styles.choice ?? ''} onClick={onServer} data-autofocus>
          <IconDatabase size={28} stroke={1.5} aria-hidden />
          <span className={styles.choiceTitle}>{words.server}</span>
          <span className={styles.choiceHint}>{words.serverHint}</span>
        </UnstyledButton>
        <UnstyledButton className={styles.choice ?? ''} onClick={onDemo}>
          <IconFlask size={28} stroke={1.5} aria-hidden />
          <span className={styles.choiceTitle}>{words.demo}</span>
          <span className={styles.choiceHint}>{words.demoHint}</span>
        </UnstyledButton>
      </div>
      {onBack !== null && (
        <Button variant="default" mt={16} onClick={onBack}>
          {text.setup.back}
        </Button>
      )}
    </SetupPage>
  );
}
