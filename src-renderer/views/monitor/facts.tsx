import type { ReactNode } from 'react';
import { Explained } from './explained.tsx';
import styles from './facts.module.css';

interface PanelProps {
  readonly title: string;
  /** What the whole of it is about, where its title does not say it all. */
  readonly explanation?: string;
  readonly children: ReactNode;
}

/** A titled group of figures. */
export function Panel({ title, explanation, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      <h2 className={styles.title}>
        {explanation === undefined ? title : <Explained name={title} explanation={explanation} />}
      </h2>
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** What the figure means. */
  readonly explanation: string;
  /** `warn` only where somebody should look. */
  readonly tone?: 'plain' | 'warn' | 'bad';
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, explanation, tone = 'plain' }) => (
        <div key={name}>
          <dt>
            <Explained name={name} explanation={explanation} />
          </dt>
          <dd className={styles[tone]}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly explanation: string;
}

/** One large figure with its unit. */
export function Figure({ name, value, unit, explanation }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>
        <Explained name={name} explanation={explanation} />
      </dt>
      <dd>
        <strong>{value}</strong>
        {unit !== undefined && <span> {unit}</span>}
      </dd>
    </div>
  );
}

export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}
