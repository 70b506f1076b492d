import { Button } from '@mantine/core';
import type { DesktopState, ServingState } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { toast } from '../../ui/toast.tsx';
import { environmentOf } from './environment.ts';
import styles from './fields.module.css';
import { PortsForm } from './ports-form.tsx';
import { Fixed, Section } from './section.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useSave } from './use-save.ts';

const words = text.settings.sharing;

/** The local server for browsers: where it is, and who may reach it. */
export function SharingSection({ state }: { readonly state: DesktopState }) {
  const { settings, serving, environment } = state;
  const { result, save, busy } = useSave();
  const bound = environmentOf(environment, 'sharing');
  return (
    <Section name="sharing" result={result}>
      <Serving serving={serving} busy={busy} onTakeFree={(ports) => void save({ ports })} />
      <SwitchRow
        label={words.share}
        hint={settings.sharing ? words.shareHint.on : words.shareHint.off}
        checked={settings.sharing}
        disabled={bound.length > 0}
        onChange={(sharing) => save({ sharing })}
      />
      <Fixed by={bound} />
      <PortsForm
        key={`${settings.ports.port} ${settings.ports.wsPort}`}
        saved={settings.ports}
        fixed={environmentOf(environment, 'ports')}
        busy={busy}
        onSave={(ports) => void save({ ports })}
      />
    </Section>
  );
}

interface ServingProps {
  readonly serving: ServingState;
  readonly busy: boolean;
  readonly onTakeFree: (ports: { readonly port: number; readonly wsPort: number }) => void;
}

function Serving({ serving, busy, onTakeFree }: ServingProps) {
  switch (serving.kind) {
    case 'off':
      return <p className={styles.block}>{words.off}</p>;
    case 'starting':
      return <p className={styles.block}>{words.starting}</p>;
    case 'failed':
      return <p className={`${styles.block} ${styles.bad}`}>{serving.message}</p>;
    case 'ports-in-use':
      return (
        <div className={styles.block}>
          <div className={styles.warning}>
            <p>{`${words.inUse(serving.inUse)} ${words.inUseHint}`}</p>
            <Button variant="default" disabled={busy} onClick={() => onTakeFree(serving.free)}>
              {words.takeFree(serving.free)}
            </Button>
          </div>
        </div>
      );
    case 'serving':
      return <Addresses urls={serving.urls} />;
  }
}

function Addresses({ urls }: { readonly urls: readonly string[] }) {
  const open = async (page: 'console' | 'api-docs'): Promise<void> => {
    const answer = await callDesktop('open-in-browser', page);
    if (!answer.ok) toast('bad', answer.message);
  };
  return (
    <div className={styles.block}>
      <p>{words.serving(urls.length)}</p>
      <ul className={styles.addresses}>
        {urls.map((url, index) => (
          <li key={url}>
            <code>{url}</code>
            <span className={styles.note}>{index === 0 && urls.length > 1 ? words.here : ''}</span>
            <CopyButton value={url} label={words.copy(url)} />
          </li>
        ))}
      </ul>
      <div className={styles.open}>
        <Button variant="default" onClick={() => void open('console')}>
          {words.open}
        </Button>
        <Button variant="default" onClick={() => void open('api-docs')}>
          {words.api}
        </Button>
      </div>
    </div>
  );
}
