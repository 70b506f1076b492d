import type { ReplicaStatus } from '../../../src-shared/replica-status.ts';
import { text } from '../../strings.ts';
import { formatMs, formatNumber } from '../../ui/format.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { type Fact, Facts, Panel } from './facts.tsx';

const words = text.monitor.replica;
const { explain } = words;

/** The replica that is read from; nothing where none is configured. */
export function ReplicaPanel({ replica }: { readonly replica: ReplicaStatus }) {
  if (replica.state === 'off') return null;
  const problem: Fact[] =
    replica.problem === null ? [] : [{ name: words.problem, explanation: explain.problem, value: replica.problem }];
  return (
    <Panel title={words.title} explanation={explain.panel}>
      <Facts
        facts={[
          {
            name: words.state,
            explanation: explain.state,
            value: words.states[replica.state],
            tone: replica.state === 'in-use' ? 'plain' : 'warn',
          },
          ...problem,
          { name: words.address, explanation: explain.address, value: replica.address ?? text.empty },
          {
            name: words.behind,
            explanation: explain.behind,
            value: words.lag(replica.lagChanges, formatMs(replica.lagMs)),
          },
          { name: words.reads, explanation: explain.reads, value: formatNumber(replica.readsReplica) },
          { name: words.readsPrimary, explanation: explain.readsPrimary, value: formatNumber(replica.readsPrimary) },
          {
            name: words.compared,
            explanation: explain.compared,
            value: replica.comparedAt === null ? text.empty : <TimeLabel iso={replica.comparedAt} />,
          },
        ]}
      />
    </Panel>
  );
}
