import type { ClientList } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { DataTable, Nothing } from './data-table.tsx';
import { Panel } from './facts.tsx';
import { NoneYet } from './none-yet.tsx';

const words = text.monitor.clientsTable;
/** As many are drawn; the others are counted. */
const DRAWN = 50;

/** Every session: where from, how, in what state and what it has still to take. */
export function ClientsTable({ list, failed }: { readonly list: ClientList | null; readonly failed: boolean }) {
  if (list === null) return <NoneYet title={words.title} failed={failed} />;
  const drawn = list.clients.slice(0, DRAWN);
  return (
    <Panel title={words.title} explanation={words.explanation}>
      {drawn.length === 0 ? (
        <Nothing>{words.none}</Nothing>
      ) : (
        <DataTable
          label={words.title}
          columns={Object.values(words.columns)}
          rows={drawn.map((client) => ({
            key: client.id,
            cells: [
              client.transport === 'window' ? words.thisWindow : client.address,
              `${words.transports[client.transport]}, ${client.protocol}`,
              words.states[client.state],
              formatBytes(client.queueBytes),
              client.batchesBehind === null ? text.empty : words.batches(client.batchesBehind),
              <TimeLabel key="since" iso={client.connectedSince} />,
              <span key="agent" data-wide>
                {client.userAgent ?? text.empty}
              </span>,
            ],
          }))}
        />
      )}
      {list.total > drawn.length && <Nothing>{words.more(formatNumber(list.total - drawn.length))}</Nothing>}
    </Panel>
  );
}
