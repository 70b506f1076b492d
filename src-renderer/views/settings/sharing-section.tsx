import { Button } from '@mantine/core';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { toast } from '../../ui/toast.ts';
import { environmentOf } from './environment.ts';
import styles from './fields.module.css';
import { fixedInUse, portsInEffect, portsOffer } from './ports.ts';
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
  const inEffect = portsInEffect(serving, settings, environment);
  // What the environment decides shows in the addresses alone.
  const shared = bound.length === 0 ? settings.sharing : serving.kind === 'serving' && serving.urls.length > 1;
  const shareHint = shared ? words.shareHint.on : bound.length === 0 ? words.shareHint.off : words.shareHint.closed;
  return (
    <Section name="sharing" result={result}>
      <Serving state={state} busy={busy} onTakeFree={(ports) => void save({ ports })} />
      <SwitchRow
        label={words.share}
        hint={shareHint}
        checked={shared}
        disabled={bound.length > 0}
        onChange={(sharing) => save({ sharing })}
      />
      <Fixed by={bound} />
      <PortsForm
        key={`${settings.ports.port} ${settings.ports.wsPort}`}
        saved={settings.ports}
        inEffect={inEffect}
        fixed={environmentOf(environment, 'ports')}
        busy={busy}
        onSave={(ports) => void save({ ports })}
      />
    </Section>
  );
}

interface ServingProps {
  readonly state: DesktopState;
  readonly busy: boolean;
  readonly onTakeFree: (ports: { readonly port: number; readonly wsPort: number }) => void;
}

function Serving({ state, busy, onTakeFree }: ServingProps) {
  const { serving, settings, environment, database } = state;
  switch (serving.kind) {
    case 'off':
      return <p className={styles.block}>{database === null ? words.offBeforeChoice : words.off}</p>;
    case 'starting':
      return <p className={styles.block}>{words.starting}</p>;
    case 'failed':
      return <p className={`${styles.block} ${styles.bad}`}>{serving.message}</p>;
    case 'ports-in-use': {
      const offer = portsOffer(serving, settings, environment);
      const fixed = fixedInUse(serving, environment);
      const wayOut = fixed.length === 0 ? [] : [words.inUseFixed(fixed)];
      return (
        <div className={styles.block}>
          <div className={styles.warning}>
            <p>{[words.inUse(serving.inUse), words.inUseHint, ...wayOut].join(' ')}</p>
            {offer !== null && (
              <Button variant="default" disabled={busy} onClick={() => onTakeFree(offer.ports)}>
                {words.takeFree(offer.changed)}
              </Button>
            )}
          </div>
        </div>
      );
    }
    case 'serving':
      return <Addresses urls={serving.urls} fingerprint={serving.fingerprint} />;
  }
}

interface AddressesProps {
  readonly urls: readonly string[];
  readonly fingerprint: string | null;
}

function Addresses({ urls, fingerprint }: AddressesProps) {
  const open = async (page: 'console' | 'api-docs'): Promise<void> => {
    const answer = await callDesktop('open-in-browser', page);
    if (!answer.ok) toast('bad', answer.message);
  };
  return (
    <div className={styles.block}>
      <p>{words.serving}</p>
      <ul className={styles.addresses}>
        {urls.map((url, index) => (
          <li key={url}>
            <code>{url}</code>
            <span className={styles.note}>{urls.length === 1 ? '' : index === 0 ? words.here : words.elsewhere}</span>
            <CopyButton value={url} label={words.copy(url)} />
          </li>
        ))}
      </ul>
      {fingerprint !== null && <Fingerprint value={fingerprint} />}
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

function Fingerprint({ value }: { readonly value: string }) {
  return (
    <div className={styles.fingerprint}>
      <p>{words.fingerprint}</p>
      <code>{value}</code>
      <p className={styles.note}>{words.fingerprintHint}</p>
    </div>
  );
}
