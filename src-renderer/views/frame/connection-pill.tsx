import { Button, Popover, UnstyledButton } from '@mantine/core';
import type { Freshness } from '../../connection/freshness.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { formatAge, formatMs, formatNumber } from '../../ui/format.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import styles from './connection-pill.module.css';
import { pillText } from './pill-text.ts';

/** Says at every moment how fresh the screen is; opened, it says how that is known. */
export function ConnectionPill() {
  const { freshness, ageMs } = useFreshness();
  const { connection } = useLiveConsole();
  const { tone, label, detail } = pillText(freshness, ageMs, Date.now());
  return (
    <div className={styles.group} data-tour="pill">
      <Popover position="bottom-end" width={320} trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton
            className={`${styles.pill} ${styles[tone]}`}
            data-testid="connection-pill"
            data-state={freshness.kind}
          >
            <PillMark freshness={freshness} />
            <span className="spoken">{text.pill.label}: </span>
            <span className={styles.label}>{label}</span>
            {detail !== null && <span className={styles.detail}> {detail}</span>}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <PillCard ageMs={ageMs} />
        </Popover.Dropdown>
      </Popover>
      {isWaiting(freshness) && (
        <Button variant="default" onClick={() => connection.tryNow()}>
          {text.pill.tryNow}
        </Button>
      )}
    </div>
  );
}

function isWaiting(freshness: Freshness): boolean {
  return freshness.kind === 'reconnecting' || (freshness.kind === 'stale' && freshness.reconnecting);
}

const RADIUS = 5;
const ROUND = 2 * Math.PI * RADIUS;

/** A dot, or while catching up a ring that closes. */
function PillMark({ freshness }: { readonly freshness: Freshness }) {
  if (freshness.kind !== 'catching-up') return <span className={styles.dot} aria-hidden />;
  const { received, expected } = freshness;
  const part = expected === null || expected === 0 ? 0.1 : Math.min(1, received / expected);
  return (
    <svg className={styles.ring} viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r={RADIUS} className={styles.ringBack} />
      <circle cx="7" cy="7" r={RADIUS} strokeDasharray={`${part * ROUND} ${ROUND}`} transform="rotate(-90 7 7)" />
    </svg>
  );
}

function PillCard({ ageMs }: { readonly ageMs: number | null }) {
  const state = useConsole((s) => s.connection);
  const status = useConsole((s) => s.status);
  const server = useConsole((s) => s.server);
  const words = text.pillCard;
  const transport = state.kind === 'refused' ? null : state.transport;
  const isFallback = transport === 'event-stream' || transport === 'polling';
  const lag = status?.lagMs?.p50;
  const rows: [string, string][] = [
    [words.age, ageMs === null ? words.unknown : formatAge(ageMs)],
    [words.lag, lag === undefined ? words.unknown : formatMs(lag)],
    [words.way, transport === null ? words.unknown : words.ways[transport]],
    [words.database, status?.database ?? words.unknown],
    [words.clients, status === null ? words.unknown : formatNumber(status.clients)],
    [words.server, server?.version ?? words.unknown],
  ];
  return (
    <section aria-label={words.title}>
      <h2 className={styles.cardTitle}>{words.title}</h2>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isFallback && <p className={styles.cardNote}>{words.fallback}</p>}
    </section>
  );
}
