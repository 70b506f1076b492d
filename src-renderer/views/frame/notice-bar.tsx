import { IconAlertTriangle, IconDatabaseOff, IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Freshness } from '../../connection/freshness.ts';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { formatSpan } from '../../ui/format.ts';
import { goTo } from '../../ui/route.ts';
import { clockOf } from '../../ui/time.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import { Notice, type NoticeProps } from './notice.tsx';
import { Safety } from './safety.tsx';
import { TourOffer } from './tour-offer.tsx';
import { useServerUpdate } from './use-server-update.ts';

const DesktopNotices = lazy(() => import('./desktop-notices.tsx').then((m) => ({ default: m.DesktopNotices })));

/** The thin bars under the top bar: there only when something is wrong, with what to do about it. */
export function NoticeBar() {
  const { connection } = useLiveConsole();
  const { freshness } = useFreshness();
  const hasOrders = useConsole(({ picture }) => picture.complete || picture.orders.size > 0);
  const updated = useServerUpdate();
  const inDesktop = useDesktop(() => true) === true;
  const notice = noticeOf(freshness, hasOrders, () => connection.tryNow()) ?? (updated ? updateNotice : null);
  return (
    <>
      <Safety />
      {notice !== null && (
        <section aria-label={text.notice.label}>
          <Notice {...notice} />
        </section>
      )}
      {inDesktop && (
        <Suspense fallback={null}>
          <DesktopNotices />
        </Suspense>
      )}
      {notice === null && <TourOffer />}
    </>
  );
}

const ICON = { size: 16, stroke: 2, 'aria-hidden': true } as const;

const updateNotice: NoticeProps = {
  tone: 'info',
  icon: <IconRefresh {...ICON} />,
  message: text.notice.updated,
  actions: [{ label: text.notice.reload, run: () => window.location.reload() }],
};

function noticeOf(freshness: Freshness, hasOrders: boolean, tryNow: () => void): NoticeProps | null {
  const warning = <IconAlertTriangle {...ICON} />;
  switch (freshness.kind) {
    case 'reconnecting': {
      const from = freshness.ageMs === null ? null : clockOf(Date.now() - freshness.ageMs);
      return { tone: 'warn', icon: warning, message: text.notice.reconnecting(from), actions: [] };
    }
    case 'stale': {
      const age = formatSpan(freshness.ageMs);
      const message = freshness.reconnecting ? text.notice.stale(age) : text.notice.staleConnected(age);
      return { tone: 'warn', icon: warning, message, actions: [] };
    }
    case 'database-lost': {
      const problem = freshness.problem ?? text.notice.databaseLost;
      const message = `${problem} ${hasOrders ? text.notice.lastOrders : text.notice.noOrders}`;
      const run = (): void => goTo({ view: 'monitor' });
      return {
        tone: 'bad',
        icon: <IconDatabaseOff {...ICON} />,
        message,
        actions: [{ label: text.notice.whatNow, run }],
      };
    }
    case 'refused': {
      const action = { label: text.notice.tryAgain, run: tryNow };
      return { tone: 'bad', icon: warning, message: text.notice.refused(freshness.detail), actions: [action] };
    }
    case 'connecting':
    case 'catching-up':
    case 'live':
      return null;
  }
}
