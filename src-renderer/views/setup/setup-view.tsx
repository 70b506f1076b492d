import { useEffect, useState } from 'react';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { toast } from '../../ui/toast.ts';
import { DesktopNotices } from '../frame/desktop-notices.tsx';
import { SecretChoice } from '../settings/secret-choice.tsx';
import { draftOf } from './candidate-draft.ts';
import { DatabaseForm } from './database-form.tsx';
import { DemoOffer } from './demo-offer.tsx';
import { doneText } from './done-text.ts';
import { PasswordForm } from './password-form.tsx';
import { SetupPage } from './setup-page.tsx';
import styles from './setup-view.module.css';
import { Welcome } from './welcome.tsx';

type Page = 'password' | 'welcome' | 'server' | 'demo';

/** From the first start to the first live order; also asks for a password that was not kept. */
export function SetupView() {
  const passwordNeeded = useDesktop((state) => state.setup) === 'password-needed';
  const [page, setPage] = useState<Page>(passwordNeeded ? 'password' : 'welcome');
  useEffect(() => {
    document.title = `${text.setup.title} – ${text.product}`;
  }, []);
  const { connection } = useLiveConsole();
  const done = (note: string): void => {
    toast('good', note);
    connection.tryNow();
  };
  return (
    <div className={styles.setup}>
      <DesktopNotices />
      <SetupPageOf page={page} passwordNeeded={passwordNeeded} onPage={setPage} onDone={done} />
    </div>
  );
}

interface SetupPageOfProps {
  readonly page: Page;
  readonly passwordNeeded: boolean;
  readonly onPage: (page: Page) => void;
  readonly onDone: (note: string) => void;
}

function SetupPageOf({ page, passwordNeeded, onPage, onDone }: SetupPageOfProps) {
  const choice = useDesktop((state) => state.settings.database) ?? { kind: 'none' };
  const database = useDesktop((state) => state.database) ?? '';
  const welcome = (): void => onPage('welcome');
  switch (page) {
    case 'password':
      return <PasswordForm onDone={() => onDone(text.setup.done.server(database))} onOther={welcome} />;
    case 'welcome':
      return (
        <Welcome
          onServer={() => onPage('server')}
          onDemo={() => onPage('demo')}
          onBack={passwordNeeded ? () => onPage('password') : null}
        />
      );
    case 'server':
      return (
        <SetupPage title={text.setup.form.title} width="wide">
          <DatabaseForm start={draftOf(choice)} where="wizard" onBack={welcome} onDone={(how) => onDone(doneText(how))}>
            <AskAboutSecrets />
          </DatabaseForm>
        </SetupPage>
      );
    case 'demo':
      return (
        <SetupPage title={text.setup.demo.title}>
          <DemoOffer onBack={welcome} onDone={() => onDone(text.setup.done.demo)} />
        </SetupPage>
      );
  }
}

/** Only where the system has no keyring and nobody has said yet what to do then. */
function AskAboutSecrets() {
  const secrets = useDesktop((state) => state.secrets);
  const [asked] = useState(secrets === 'ask');
  return asked && secrets !== 'keyring' ? <SecretChoice /> : null;
}
