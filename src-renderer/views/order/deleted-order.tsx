import { Button } from '@mantine/core';
import { IconArrowBackUp, IconHelpCircle, IconTrash } from '@tabler/icons-react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { canSend } from '../../connection/connection-state.ts';
import { undoRefOf } from '../../store/undo-ref.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useNow } from '../../ui/now.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { sinceTime } from '../../ui/time.ts';
import { useMay } from '../../ui/use-may.ts';
import noticeStyles from './changed-notice.module.css';
import styles from './deleted-order.module.css';
import { OrderHistory } from './order-history.tsx';
import { useHistory } from './use-history.ts';

interface DeletedOrderProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** An order that is not in the table: what it was and how it went, as far as that is known. */
export function DeletedOrder({ id, onClose }: DeletedOrderProps) {
  const history = useHistory(id, null);
  if (history.state.kind === 'loaded' && history.state.history.changes[0]?.type !== 'DELETE') {
    return (
      <EmptyState icon={<IconHelpCircle size={22} />} title={text.order.notFound(id)} hint={text.order.notFoundHint}>
        <Button variant="default" onClick={onClose}>
          {text.order.backToOrders}
        </Button>
      </EmptyState>
    );
  }
  const deletion = history.state.kind === 'loaded' ? history.state.history.changes[0] : undefined;
  return (
    <>
      {deletion !== undefined && <Deleted deletion={deletion} />}
      <OrderHistory history={history} current={null} />
    </>
  );
}

function Deleted({ deletion }: { readonly deletion: ChangeEvent }) {
  return (
    <div className={styles.deleted}>
      <DeletionNotice deletion={deletion} />
      <dl className={styles.facts}>
        <dt>{text.field.customer_name}</dt>
        <dd>{deletion.order.customer_name}</dd>
        <dt>{text.field.product_name}</dt>
        <dd>{deletion.order.product_name}</dd>
        <dt>{text.field.status}</dt>
        <dd>
          <StatusBadge status={deletion.order.status} />
        </dd>
      </dl>
    </div>
  );
}

/** Who deleted it and when, with the way back. */
function DeletionNotice({ deletion }: { readonly deletion: ChangeEvent }) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  const mayBringBack = useMay('orders:delete');
  const now = useNow(60_000);
  const when = sinceTime(deletion.at, now);
  return (
    <div className={`${noticeStyles.notice} ${noticeStyles.bad}`} role="alert">
      <IconTrash size={16} aria-hidden />
      <div className={noticeStyles.body}>
        <p>
          <strong>
            {deletion.actor === null ? text.undo.deletedAt(when) : text.undo.deletedBy(deletion.actor, when)}
          </strong>
        </p>
        <p>{text.undo.deletedHint}</p>
        {mayBringBack && (
          <Button
            variant="default"
            size="compact-sm"
            mt={8}
            disabled={!connected}
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => void actions.undo([undoRefOf(deletion)])}
          >
            {text.undo.bringBack}
          </Button>
        )}
      </div>
    </div>
  );
}
