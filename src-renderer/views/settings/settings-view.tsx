import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { useMay } from '../../ui/use-may.ts';
import { AboutSection } from './about-section.tsx';
import { DatabaseSection } from './database-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { LookSection } from './look-section.tsx';
import { NotificationSection } from './notification-section.tsx';
import { ProgramSection } from './program-section.tsx';
import { SecretsSection } from './secrets-section.tsx';
import { type SectionName, sectionTitle, showSection } from './section.tsx';
import { ServerSection } from './server-section.tsx';
import styles from './settings-view.module.css';
import { SharingSection } from './sharing-section.tsx';
import { UpdateSection } from './update-section.tsx';

const AccountSection = lazy(() => import('../access/account-section.tsx').then((m) => ({ default: m.AccountSection })));
const AccessSections = lazy(() => import('../access/access-sections.tsx').then((m) => ({ default: m.AccessSections })));

const words = text.settings;
const OF_ACCESS = ['people', 'devices', 'places', 'audit'] as const;
const IN_BROWSER: readonly SectionName[] = ['about'];
const IN_DESKTOP: readonly SectionName[] = [
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
  const mayManage = useMay('people:manage');
  const isPerson = useStore(session, ({ info }) => info?.principal?.kind === 'person');
  const names: readonly SectionName[] = [
    'look',
    ...(isPerson ? (['account'] as const) : []),
    ...(mayManage ? OF_ACCESS : []),
    ...(state === null ? IN_BROWSER : IN_DESKTOP),
  ];
  return (
    <div className={styles.view}>
      <div className={styles.page}>
        <nav className={styles.contents} aria-label={words.contents}>
          {names.map((name) => (
            <UnstyledButton key={name} className={styles.entry ?? ''} onClick={() => showSection(name)}>
              {sectionTitle(name)}
            </UnstyledButton>
          ))}
        </nav>
        <div className={styles.sections}>
          <LookSection />
          <Suspense fallback={null}>
            {isPerson && <AccountSection />}
            {mayManage && <AccessSections />}
          </Suspense>
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
