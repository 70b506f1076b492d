import { Button } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './importing.module.css';
import { type ImportStep, MAX_FILE_MB } from './use-import.ts';

const ACCEPTED = '.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain';

type Problem = Extract<ImportStep, { kind: 'choose' }>['problem'];

function problemText(problem: Problem): string | null {
  const words = text.importing.choose;
  switch (problem) {
    case 'unreadable':
      return words.unreadable;
    case 'too-large':
      return words.tooLarge(MAX_FILE_MB);
    case 'empty':
      return words.empty;
    case null:
      return null;
  }
}

export function ChooseStep({ problem, onFile }: { readonly problem: Problem; readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file !== undefined) onFile(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div className={styles.step}>
      <section
        className={styles.drop}
        data-over={over}
        aria-label={text.importing.choose.heading}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileTypeCsv size={32} stroke={1.5} aria-hidden />
        <strong>{text.importing.choose.heading}</strong>
        <Button data-autofocus onClick={() => input.current?.click()}>
          {text.importing.choose.button}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={ACCEPTED}
          data-testid="import-file"
          onChange={(event) => take(event.currentTarget.files)}
        />
      </section>
      <p className={styles.plain}>{text.importing.choose.hint}</p>
      <p className={styles.quiet}>{text.importing.choose.formats}</p>
      <FormProblem message={problemText(problem)} />
    </div>
  );
}
