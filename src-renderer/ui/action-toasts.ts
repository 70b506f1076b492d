import type { ActionNews, ActionTeller } from '../store/action-news.ts';
import type { BulkReport } from '../store/bulk-report.ts';
import { lastAuthorOf } from '../store/last-author.ts';
import type { RecentChanges } from '../store/recent-changes.ts';
import type { UndoReport } from '../store/undo-ref.ts';
import { text } from '../strings.ts';
import { outcomeText } from './outcome-text.ts';
import { goTo } from './route.ts';
import { toast } from './toast.ts';
import type { ToastAction } from './toast-kind.ts';

/** Tells by toasts how things came out; what can be taken back is offered for ten seconds. */
export function actionToasts(recent: () => RecentChanges): ActionTeller {
  return (news: ActionNews) => {
    switch (news.kind) {
      case 'status':
        if (news.report.done.length > 0) offer(text.bulk.done(news.status, news.report.done.length), news.undo);
        tellBulkTrouble(news.report);
        return;
      case 'removed':
        if (news.report.done.length > 0) offer(text.bulk.removed(news.report.done.length), news.undo);
        tellBulkTrouble(news.report);
        return;
      case 'saved':
        offer(text.undo.saved(news.order.id), news.undo);
        return;
      case 'created':
        offer(text.newOrder.created(news.order.id), news.undo, opening(news.order.id));
        return;
      case 'refused':
        toast('bad', outcomeText(news.outcome));
        return;
      case 'undone':
        tellUndone(news, recent());
        return;
    }
  };
}

function offer(message: string, undo: () => void, ...others: readonly ToastAction[]): void {
  toast('good', message, ...others, { label: text.undo.undo, run: undo });
}

function tellBulkTrouble({ conflicts, notFound, failed, trouble }: BulkReport): void {
  if (conflicts.length > 0) toast('bad', text.bulk.conflicts(conflicts.length));
  if (notFound.length > 0) toast('bad', text.bulk.notFound(notFound.length));
  if (failed.length > 0 && trouble !== null) {
    toast('bad', `${text.bulk.failed(failed.length)}. ${outcomeText(trouble)}`);
  }
}

function tellUndone(news: Extract<ActionNews, { kind: 'undone' }>, recent: RecentChanges): void {
  const { report, again, undo } = news;
  const message = again ? redoneText(report) : undoneText(report);
  if (message !== null) toast('good', message, { label: again ? text.undo.undo : text.undo.redo, run: undo });
  for (const trouble of undoTroubles(report, recent)) toast('bad', trouble.message, ...trouble.actions);
}

function redoneText({ restored, deleted }: UndoReport): string | null {
  const count = restored.length + deleted.length;
  return count === 0 ? null : text.undo.redone(count);
}

function undoneText({ restored, deleted }: UndoReport): string | null {
  const count = restored.length + deleted.length;
  const [one] = restored;
  const [removed] = deleted;
  if (count === 0) return null;
  if (count > 1) return text.undo.undone(count);
  if (removed !== undefined) return text.undo.removedAgain(removed.id);
  return one === undefined ? null : text.undo.undoneOne(one.id);
}

interface Trouble {
  readonly message: string;
  readonly actions: readonly ToastAction[];
}

function undoTroubles(report: UndoReport, recent: RecentChanges): readonly Trouble[] {
  const { conflicts, gone, expired, failed, trouble } = report;
  const [conflict] = conflicts;
  const [lost] = gone;
  const [old] = expired;
  const troubles: Trouble[] = [];
  if (conflict !== undefined) {
    const who = lastAuthorOf(recent, conflict) ?? text.undo.somebody;
    troubles.push(
      conflicts.length === 1
        ? { message: text.undo.changedBy(conflict.id, who), actions: [opening(conflict.id)] }
        : { message: text.undo.changed(conflicts.length), actions: [] },
    );
  }
  if (lost !== undefined) {
    troubles.push(
      gone.length === 1
        ? { message: text.undo.goneOne(lost), actions: [opening(lost)] }
        : { message: text.undo.gone(gone.length), actions: [] },
    );
  }
  if (old !== undefined) {
    troubles.push(
      expired.length === 1
        ? { message: text.undo.expiredOne(old), actions: [opening(old)] }
        : { message: text.undo.expired(expired.length), actions: [] },
    );
  }
  if (failed.length > 0 && trouble !== null) {
    troubles.push({ message: text.undo.failed(failed.length, outcomeText(trouble)), actions: [] });
  }
  return troubles;
}

function opening(orderId: number): ToastAction {
  return { label: text.undo.show, run: () => goTo({ view: 'orders', orderId }) };
}
