import { UnstyledButton } from '@mantine/core';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { AboutSection } from './about-section.tsx';
import { DatabaseSection } from './database-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { LookSection } from './look-section.tsx';
import { NotificationSection } from './notification-section.tsx';
import { ProgramSection } from './program-section.tsx';
import { SecretsSection } from './secrets-section.tsx';
import type { SectionName } from './section.tsx';
import { ServerSection } from './server-section.tsx';
import styles from './settings-view.module.css';
import { SharingSection } from './sharing-section.tsx';
import { UpdateSection } from './update-section.tsx';

const words = text.settings;
const IN_BROWSER: readonly SectionName[] = ['look', 'about'];
const IN_DESKTOP: readonly SectionName[] = [
  'look',
  'database',
  'sharing',
  'notifications',
  'limits',
  'program',
  'updates',
  'secrets',
  'about',
];

/** What a person arranges for themselves; in the window also what can be set about the program around it. */
export function SettingsView() {
  const state = useDesktop((all) => all);
  return (
    <div className={styles.view}>
      <div className={styles.page}>
        <nav className={styles.contents} aria-label={words.contents}>
          {(state === null ? IN_BROWSER : IN_DESKTOP).map((name) => (
            <UnstyledButton key={name} className={styles.entry ?? ''} onClick={() => show(name)}>
              {words.sections[name]}
            </UnstyledButton>
          ))}
        </nav>
        <div className={styles.sections}>
          <LookSection />
          {state === null ? <ServerSection /> : <ProgramSections state={state} />}
        </div>
      </div>
    </div>
  );
}

function ProgramSections({ state }: { readonly state: DesktopState }) {
  const { settings, update, about } = state;
  return (
    <>
      <DatabaseSection state={state} />
      <SharingSection state={state} />
      <NotificationSection settings={settings} />
      <LimitsSection state={state} />
      <ProgramSection settings={settings} />
      <UpdateSection settings={settings} update={update} />
      <SecretsSection />
      <AboutSection about={about} />
    </>
  );
}

/** Brings a section to the top and the keyboard to its title. */
function show(name: SectionName): void {
  const section = document.getElementById(`settings-${name}`);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector('h2')?.focus({ preventScroll: true });
}
