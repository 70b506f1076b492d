import { Radio } from '@mantine/core';
import { useState } from 'react';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './secret-choice.module.css';

const words = text.settings.secrets;
const CHOICES = ['file', 'memory'] as const;
type Choice = (typeof CHOICES)[number];

/** Where the system keeps no passwords, the person says what happens to them. Takes effect at once. */
export function SecretChoice() {
  const secrets = useDesktop((state) => state.secrets);
  const [problem, setProblem] = useState<string | null>(null);
  // Where it was put, until the program has said so.
  const [wanted, setWanted] = useState<Choice | null>(null);
  const chosen = wanted ?? CHOICES.find((choice) => choice === secrets) ?? null;
  const choose = async (choice: Choice): Promise<void> => {
    setWanted(choice);
    const answer = await callDesktop('keep-secrets', choice);
    setWanted(null);
    setProblem(answer.ok ? null : answer.message);
  };
  return (
    <div className={styles.choice}>
      <Radio.Group
        label={words.choose}
        value={chosen}
        onChange={(value) => void choose(value === 'file' ? 'file' : 'memory')}
      >
        <div className={styles.options}>
          <Radio value="file" size="sm" label={words.file} description={words.fileHint} />
          <Radio value="memory" size="sm" label={words.memory} description={words.memoryHint} />
        </div>
      </Radio.Group>
      <FormProblem message={problem} />
    </div>
  );
}
