import { IconAlertTriangle, IconDownload, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { DesktopNotice, UpdateState } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { goTo, useRoute } from '../../ui/route.ts';
import { toast } from '../../ui/toast.ts';
import { fixedInUse, portsOffer } from '../settings/ports.ts';
import { Notice, type NoticeAction } from './notice.tsx';

const words = text.desktop;
const ICON = { size: 16, stroke: 2, 'aria-hidden': true } as const;
const TONES = { error: 'bad', warning: 'warn', info: 'info' } as const;
/** What is put right in the settings. */
const IN_SETTINGS: readonly DesktopNotice['id'][] = [
  'secrets-unsafe',
  'core-failed',
  'demo-failed',
  'ports-in-use',
  'login-failed',
];

/** What the program around the window has to say; nothing in a browser. */
export function DesktopNotices() {
  const notices = useDesktop((state) => state.notices);
  const update = useDesktop((state) => state.update);
  if (notices === null || update === null) return null;
  return (
    <section aria-label={words.notices} aria-live="polite">
      {notices.map((notice) => (
        <ProgramNotice key={notice.id} notice={notice} />
      ))}
      <UpdateNotice update={update} />
    </section>
  );
}

function ProgramNotice({ notice }: { readonly notice: DesktopNotice }) {
  const settled = useDesktop((state) => state.setup) === 'done';
  const inSettings = useRoute().view === 'settings';
  const freePorts = useFreePorts();
  // Neither can be set there when the environment decides.
  const portsAreFixed = useDesktop(({ serving, environment }) => fixedInUse(serving, environment).length > 0) === true;
  const { id, severity, title, message, file, dismissible } = notice;
  const isAboutPorts = id === 'ports-in-use';
  // There it stands beside the ports themselves.
  if (isAboutPorts && inSettings) return null;
  const Icon = severity === 'info' ? IconInfoCircle : IconAlertTriangle;
  const actions: NoticeAction[] = [];
  if (isAboutPorts && freePorts !== null) actions.push(freePorts);
  if (file !== null) actions.push({ label: words.showFile, run: () => tell(callDesktop('show-file', id)), hint: file });
  if (settled && !inSettings && IN_SETTINGS.includes(id) && !(isAboutPorts && portsAreFixed)) {
    actions.push({ label: words.openSettings, run: () => goTo({ view: 'settings' }) });
  }
  if (dismissible) actions.push({ label: words.dismiss, run: () => tell(callDesktop('dismiss-notice', id)) });
  return <Notice tone={TONES[severity]} icon={<Icon {...ICON} />} title={title} message={message} actions={actions} />;
}

/** Takes the ports that are free; `null` when that is not what is wrong, or would not help. */
function useFreePorts(): NoticeAction | null {
  const state = useDesktop((all) => all);
  const [busy, setBusy] = useState(false);
  const offer = state === null ? null : portsOffer(state.serving, state.settings, state.environment);
  if (offer === null) return null;
  const run = async (): Promise<void> => {
    setBusy(true);
    const answer = await callDesktop('save-settings', { ports: offer.ports });
    setBusy(false);
    if (!answer.ok) toast('bad', answer.message);
  };
  return { label: text.settings.sharing.takeFree(offer.changed), run: () => void run(), busy };
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
