import type { ErrorList } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { DataTable, Nothing } from './data-table.tsx';
import { Panel } from './facts.tsx';
import { NoneYet } from './none-yet.tsx';

const words = text.monitor.errorsPanel;

/** The last warnings and errors of the server's log. */
export function ErrorsPanel({ list, failed }: { readonly list: ErrorList | null; readonly failed: boolean }) {
  if (list === null) return <NoneYet title={words.title} failed={failed} />;
  return (
    <Panel title={words.title} explanation={words.explanation}>
      {list.errors.length === 0 ? (
        <Nothing>{words.none}</Nothing>
      ) : (
        <DataTable
          label={words.title}
          columns={Object.values(words.columns)}
          rows={list.errors.map(({ level, message, code, lastAt, firstAt, count }) => ({
            key: `${level} ${code} ${message} ${firstAt}`,
            cells: [
              <TimeLabel key="at" iso={lastAt} />,
              words.levels[level],
              <span key="message" data-wide>
                {message}
              </span>,
              <span key="code" className="mono">
                {code ?? text.empty}
              </span>,
              words.times(count),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
