import type { GapReport } from '../../../src-shared/stats-details.ts';
import { text } from '../../strings.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatAge, formatNumber } from '../../ui/format.ts';
import { Repair } from '../../ui/repair.tsx';
import { DataTable, Nothing } from './data-table.tsx';
import { Panel } from './facts.tsx';
import styles from './gaps-panel.module.css';
import { NoneYet } from './none-yet.tsx';

const words = text.monitor.gapsPanel;
/** Waiting for longer than this is worth ending a transaction for. */
const LONG_MS = 60_000;

/** What is taken and not committed, and who keeps it so. */
export function GapsPanel({ report, failed }: { readonly report: GapReport | null; readonly failed: boolean }) {
  if (report === null) return <NoneYet title={words.title} failed={failed} />;
  const { gaps, transactions, hidden } = report;
  return (
    <Panel title={words.title} explanation={words.explanation}>
      {gaps.length === 0 ? (
        <Nothing>{words.none}</Nothing>
      ) : (
        <DataTable
          label={words.title}
          columns={Object.values(words.columns)}
          rows={gaps.map(({ from, to, ageMs, inFlight, change, connectionId }) => ({
            key: String(from),
            cells: [
              <span key="ids" className="mono">
                {from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`}
              </span>,
              formatAge(ageMs),
              change === null ? words.state(inFlight) : words.change(change.type, change.orderId),
              change?.actor ?? text.empty,
              connectionId === null ? text.empty : formatNumber(connectionId),
            ],
          }))}
        />
      )}
      {transactions.length > 0 && <Transactions transactions={transactions} />}
      {hidden !== null && gaps.length > 0 && (
        <>
          <p className={styles.hidden}>{words.hidden}</p>
          <Repair text={hidden.repair} label={text.monitor.copyRepair} />
        </>
      )}
    </Panel>
  );
}

function Transactions({ transactions }: { readonly transactions: GapReport['transactions'] }) {
  return (
    <>
      <h3 className={styles.heading}>{words.transactions}</h3>
      <DataTable
        label={words.transactions}
        columns={Object.values(words.transactionColumns)}
        rows={transactions.map(({ connectionId, user, host, ageMs, rowsModified, command }) => ({
          key: String(connectionId),
          cells: [
            String(connectionId),
            user === null ? text.empty : `${user}@${host ?? ''}`,
            <span key="age" className={ageMs > LONG_MS ? styles.long : ''}>
              {formatAge(ageMs)}
            </span>,
            formatNumber(rowsModified),
            command === 'Sleep' ? words.idle : (command ?? text.empty),
            <CopyButton key="end" value={`KILL ${connectionId}`} label={words.copyEnd(connectionId)} />,
          ],
        }))}
      />
    </>
  );
}
