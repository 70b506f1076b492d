import { IconAlertTriangle, IconDownload, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { DesktopNotice, ServingState, UpdateState } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { goTo } from '../../ui/route.ts';
import { toast } from '../../ui/toast.tsx';
import { Notice, type NoticeAction } from './notice.tsx';
import styles from './notice-bar.module.css';

const words = text.desktop;
const ICON = { size: 16, stroke: 2, 'aria-hidden': true } as const;
const TONES = { error: 'bad', warning: 'warn', info: 'info' } as const;
/** What is put right in the settings. */
const IN_SETTINGS: readonly DesktopNotice['id'][] = ['secrets-unsafe', 'core-failed', 'demo-failed'];
const NO_NOTICES: readonly DesktopNotice[] = [];

/** What the program around the window has to say; nothing in a browser. */
export function DesktopNotices() {
  const notices = useDesktop((state) => state.notices) ?? NO_NOTICES;
  const serving = useDesktop((state) => state.serving);
  const update = useDesktop((state) => state.update);
  if (serving === null || update === null) return null;
  return (
    <section aria-label={words.notices} aria-live="polite">
      {notices
        .filter(({ id }) => id !== 'ports-in-use')
        .map((notice) => (
          <ProgramNotice key={notice.id} notice={notice} />
        ))}
      {serving.kind === 'ports-in-use' && <PortsNotice serving={serving} />}
      <UpdateNotice update={update} />
    </section>
  );
}

function ProgramNotice({ notice }: { readonly notice: DesktopNotice }) {
  const settled = useDesktop((state) => state.setup) === 'done';
  const { id, severity, title, message, file, dismissible } = notice;
  const Icon = severity === 'info' ? IconInfoCircle : IconAlertTriangle;
  const actions: NoticeAction[] = [];
  if (file !== null) actions.push({ label: words.showFile, run: () => tell(callDesktop('show-file', id)) });
  if (settled && IN_SETTINGS.includes(id)) {
    actions.push({ label: words.openSettings, run: () => goTo({ view: 'settings' }) });
  }
  if (dismissible) actions.push({ label: words.dismiss, run: () => tell(callDesktop('dismiss-notice', id)) });
  return (
    <Notice
      tone={TONES[severity]}
      icon={<Icon {...ICON} />}
      title={title}
      message={
        <>
          {message}
          {file !== null && <span className={styles.file}>{file}</span>}
        </>
      }
      actions={actions}
    />
  );
}

function PortsNotice({ serving }: { readonly serving: Extract<ServingState, { kind: 'ports-in-use' }> }) {
  const [busy, setBusy] = useState(false);
  const takeFree = async (): Promise<void> => {
    setBusy(true);
    const answer = await callDesktop('save-settings', { ports: serving.free });
    setBusy(false);
    if (!answer.ok) toast('bad', answer.message);
  };
  return (
    <Notice
      tone="warn"
      icon={<IconAlertTriangle {...ICON} />}
      title={words.portsInUse}
      message={words.portsInUseMessage(serving.inUse)}
      actions={[
        { label: words.takeFree(serving.free), run: () => void takeFree(), busy },
        { label: words.openSettings, run: () => goTo({ view: 'settings' }) },
      ]}
    />
  );
}

function UpdateNotice({ update }: { readonly update: UpdateState }) {
  const later = { label: words.later, run: () => tell(callDesktop('defer-update')) };
  if (update.kind === 'available' && !update.deferred) {
    return (
      <Notice
        tone="info"
        icon={<IconDownload {...ICON} />}
        title={words.updateAvailable(update.version)}
        message={words.updateAvailableMessage}
        actions={[{ label: words.download, run: () => tell(callDesktop('download-update')) }, later]}
      />
    );
  }
  if (update.kind === 'ready' && !update.deferred) {
    return (
      <Notice
        tone="info"
        icon={<IconDownload {...ICON} />}
        title={words.updateReady(update.version)}
        message={words.updateReadyMessage}
        actions={[{ label: words.install, run: () => tell(callDesktop('install-update')) }, later]}
      />
    );
  }
  return null;
}

/** What comes of it shows in the program's state; only a failure has to be said. */
function tell(call: ReturnType<typeof callDesktop>): void {
  void call.then((answer) => {
    if (!answer.ok) toast('bad', answer.message);
  });
}
