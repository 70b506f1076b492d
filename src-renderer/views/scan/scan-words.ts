import { text } from '../../strings.ts';
import { formatSpan } from '../../ui/format.ts';
import type { ScanRecord, ScanResult, WhoWhen } from './scan-result.ts';

/** What the panel says of a result: in large letters, of which order, and what to do. */
export interface ScanWords {
  readonly title: string;
  readonly order: string | null;
  readonly advice: string | null;
}

/** Pure, but for the language. @param now milliseconds since 1970 */
export function scanWords(result: ScanResult, now: number): ScanWords {
  const { result: titles, advice, becomes } = text.scan;
  const plain = (title: string, hint: string | null = null): ScanWords => ({ title, order: null, advice: hint });
  switch (result.kind) {
    case 'done': {
      const { order, from } = result;
      const step = becomes(text.status[from], text.status[order.status]);
      return { title: titles.done(order.status), order: orderLine(result), advice: step };
    }
    case 'shown': {
      const status = text.status[result.order.status];
      return {
        title: `${titles.shown}: ${status}`,
        order: orderLine(result),
        advice: result.isOld ? advice.old : null,
      };
    }
    case 'mode':
      return plain(titles.mode(text.scan.mode[result.mode]), text.scan.modeHint[result.mode]);
    case 'undone':
      return { title: titles.undone(result.order.status), order: orderLine(result), advice: null };
    case 'unqueued':
      return plain(titles.unqueued);
    case 'queued':
      return plain(titles.queued, advice.queued);
    case 'repeated':
      return plain(titles.repeated, advice.repeated);
    case 'already':
      return {
        title: titles.already(result.order.status),
        order: orderLine(result),
        advice: sentences(byLine(result.by, now), advice.already),
      };
    case 'refused':
      return {
        title: titles.refused[result.why],
        order: orderLine(result),
        advice: sentences(result.why === 'already-delivered' ? byLine(result.by, now) : '', advice[result.why]),
      };
    case 'conflict':
      return {
        title: titles.conflict(result.order.status),
        order: orderLine(result),
        advice: sentences(byLine(result.by, now), advice.conflict),
      };
    case 'not-found':
      return plain(titles.notFound, advice.notFound(result.id));
    case 'deleted':
      return plain(titles.deleted, sentences(byLine(result.by, now), advice.deleted));
    case 'bad-code':
      return plain(titles.badCode, advice.code[result.why]);
    case 'failed':
      return plain(titles.failed, result.detail);
    case 'blocked':
      return plain(titles.blocked);
    case 'nothing-to-undo':
      return plain(titles.nothingToUndo, advice.nothingToUndo);
    case 'undo-failed':
      return plain(titles.undoFailed, result.detail);
  }
}

/** Who is behind what a record tells. */
export function whoOf({ result }: ScanRecord): string {
  switch (result.kind) {
    case 'done':
    case 'undone':
    case 'queued':
    case 'unqueued':
    case 'repeated':
    case 'mode':
      return text.scan.here;
    case 'already':
    case 'refused':
    case 'conflict':
    case 'deleted':
      return result.by === null ? text.empty : (result.by.who ?? text.scan.somebody);
    case 'shown':
    case 'not-found':
    case 'bad-code':
    case 'failed':
    case 'blocked':
    case 'nothing-to-undo':
    case 'undo-failed':
      return text.empty;
  }
}

function orderLine({ order }: Extract<ScanResult, { readonly order: unknown }>): string {
  return `${order.customer_name} ${text.empty} ${order.product_name}`;
}

function byLine(by: WhoWhen | null, now: number): string {
  if (by === null) return '';
  const age = now - Date.parse(by.at);
  const when = age < 2_000 ? text.time.justNow : text.time.ago(formatSpan(age));
  const line = text.scan.by(by.who ?? text.scan.somebody, when);
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
