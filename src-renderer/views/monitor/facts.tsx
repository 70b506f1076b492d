import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** A titled group of figures. */
export function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** `warn` only where somebody should look. */
  readonly tone?: 'plain' | 'warn' | 'bad';
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, tone = 'plain' }) => (
        <div key={name}>
          <dt>{name}</dt>
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
  readonly hint?: string;
}

/** One large figure with its unit. */
export function Figure({ name, value, unit, hint }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {unit !== undefined && <span> {unit}</span>}
      </dd>
      {hint !== undefined && <p>{hint}</p>}
    </div>
  );
}

export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}
