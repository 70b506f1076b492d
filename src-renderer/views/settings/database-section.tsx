import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { toast } from '../../ui/toast.ts';
import { draftOf } from '../setup/candidate-draft.ts';
import { DatabaseForm } from '../setup/database-form.tsx';
import { DemoOffer } from '../setup/demo-offer.tsx';
import { doneText } from '../setup/done-text.ts';
import { environmentOf } from './environment.ts';
import styles from './fields.module.css';
import { Fixed, Row, Section } from './section.tsx';

const words = text.settings.database;

/** Where the orders are, and the way to others. */
export function DatabaseSection({ state }: { readonly state: DesktopState }) {
  const [changing, setChanging] = useState<'server' | 'demo' | null>(null);
  const { connection } = useLiveConsole();
  const button = useRef<HTMLButtonElement>(null);
  const wasChanging = useRef(false);
  // The form had the keyboard; it goes back to where the form came from.
  useEffect(() => {
    if (changing === null && wasChanging.current) button.current?.focus();
    wasChanging.current = changing !== null;
  }, [changing]);
  const { database: choice } = state.settings;
  const fixed = environmentOf(state.environment, 'database');
  const canChoose = environmentOf(state.environment, 'choice of database').length === 0;
  const done = (note: string): void => {
    setChanging(null);
    toast('good', note);
    connection.tryNow();
  };
  return (
    <Section name="database">
      <Row label={words.where}>{state.database ?? (choice.kind === 'demo' ? words.demo : words.none)}</Row>
      {choice.kind === 'server' && fixed.length === 0 && (
        <>
          <Row label={words.user}>{choice.user}</Row>
          <Row label={words.encryption}>{text.setup.form.tlsOptions[choice.tls]}</Row>
          {choice.setupUser !== '' && <Row label={words.schemaUser}>{choice.setupUser}</Row>}
        </>
      )}
      <Fixed by={fixed} />
      {canChoose && changing === null && (
        <Row label={words.change} hint={words.changeHint}>
          <div className={styles.buttons}>
            {choice.kind !== 'demo' && (
              <Button variant="default" onClick={() => setChanging('demo')}>
                {words.useDemo}
              </Button>
            )}
            <Button ref={button} variant="default" onClick={() => setChanging('server')}>
              {choice.kind === 'server' ? words.changeServer : text.setup.welcome.server}
            </Button>
          </div>
        </Row>
      )}
      {changing === 'server' && (
        <div className={styles.block}>
          <DatabaseForm
            start={draftOf(choice)}
            where="settings"
            onBack={() => setChanging(null)}
            onDone={(how) => done(doneText(how))}
          />
        </div>
      )}
      {changing === 'demo' && (
        <div className={styles.block}>
          <DemoOffer onBack={() => setChanging(null)} onDone={() => done(text.setup.done.demo)} />
        </div>
      )}
    </Section>
  );
}
