import { Loader } from '@mantine/core';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { text } from '../../strings.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { overlays } from '../../ui/overlays.ts';
import styles from './section.module.css';
import type { SaveResult } from './use-save.ts';

export type SectionName = keyof typeof text.settings.sections | keyof typeof text.access.sections;

/** What a section is called. */
export function sectionTitle(name: SectionName): string {
  return { ...text.settings.sections, ...text.access.sections }[name];
}

interface SectionProps {
  readonly name: SectionName;
  /** What came of the last save; `null` where nothing is saved. */
  readonly result?: SaveResult | null;
  readonly children: ReactNode;
}

/** One group of settings, which is saved for itself. */
export function Section({ name, result = null, children }: SectionProps) {
  useAsked(name);
  const title = sectionTitle(name);
  return (
    <section className={styles.section} aria-label={title} id={`settings-${name}`}>
      <header className={styles.header}>
        <h2 className={styles.title} tabIndex={-1}>
          {title}
        </h2>
        <span className={styles.result} role="status">
          {result?.kind === 'busy' && (
            <>
              <Loader size={12} aria-hidden /> {text.settings.saving}
            </>
          )}
          {result?.kind === 'saved' && (
            <>
              <IconCheck size={14} aria-hidden /> {text.settings.saved}
            </>
          )}
        </span>
      </header>
      {children}
      {result?.kind === 'failed' && (
        <div className={styles.problem}>
          <FormProblem message={result.message} />
        </div>
      )}
    </section>
  );
}

/** Brings a section to the top and the keyboard to its title. */
export function showSection(name: SectionName): void {
  const section = document.getElementById(`settings-${name}`);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector('h2')?.focus({ preventScroll: true });
}

/** A section that was asked for elsewhere is shown when it is there. */
function useAsked(name: SectionName): void {
  const isAsked = useStore(overlays, ({ section }) => section === name);
  useEffect(() => {
    if (!isAsked) return;
    overlays.setState({ section: null });
    showSection(name);
  }, [isAsked, name]);
}

interface RowProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Of the control that the label belongs to; without, the row is a fact. */
  readonly htmlFor?: string;
  readonly children?: ReactNode;
}

/** A name on the left and what is set, or known, on the right. */
export function Row({ label, hint, htmlFor, children }: RowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        {htmlFor === undefined ? (
          <span className={styles.label}>{label}</span>
        ) : (
          <label className={styles.label} htmlFor={htmlFor}>
            {label}
          </label>
        )}
        {hint !== undefined && (
          <p className={styles.hint} {...(htmlFor === undefined ? {} : { id: `${htmlFor}-hint` })}>
            {hint}
          </p>
        )}
      </div>
      <div className={styles.value}>{children}</div>
    </div>
  );
}

/** Why a value cannot be changed here. */
export function Fixed({ by }: { readonly by: readonly string[] }) {
  if (by.length === 0) return null;
  return (
    <p className={styles.fixed}>
      <IconLock size={14} aria-hidden />
      <span>{text.settings.fixed(by)}</span>
    </p>
  );
}
