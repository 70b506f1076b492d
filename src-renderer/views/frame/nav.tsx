import { Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconActivityHeartbeat,
  IconApi,
  IconDeviceDesktop,
  IconDeviceTv,
  IconHistory,
  IconLayoutKanban,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMoon,
  IconPackages,
  IconScan,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { hrefOf, type Route } from '../../ui/route.ts';
import { toast } from '../../ui/toast.tsx';
import styles from './nav.module.css';

type Icon = ComponentType<{ size: number; stroke: number; 'aria-hidden': boolean }>;

const THEMES = {
  auto: { icon: IconDeviceDesktop, next: 'light' },
  light: { icon: IconSun, next: 'dark' },
  dark: { icon: IconMoon, next: 'auto' },
} as const;

const MAIN_VIEWS = [
  { view: 'board', icon: IconLayoutKanban },
  { view: 'scan', icon: IconScan },
  { view: 'activity', icon: IconHistory },
  { view: 'wallboard', icon: IconDeviceTv },
  { view: 'monitor', icon: IconActivityHeartbeat },
] as const;

/** 56 px of icons, or 200 px with their names. */
export function Nav({ route }: { readonly route: Route }) {
  const wide = useStore(preferences, (state) => state.wideNav);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = THEMES[colorScheme];
  const inDesktop = useDesktop(() => true) === true;
  const width = wide ? text.nav.narrow : text.nav.widen;
  return (
    <nav className={`${styles.nav} ${wide ? styles.wide : ''}`} aria-label={text.nav.label}>
      <a href={hrefOf({ view: 'orders', orderId: null })} className={styles.brand} aria-label={text.product}>
        <img src="./icon.svg" width={28} height={28} alt="" />
        {wide && <span>{text.product}</span>}
      </a>
      <NavLink
        href={hrefOf({ view: 'orders', orderId: null })}
        icon={IconPackages}
        label={text.nav.orders}
        wide={wide}
        current={route.view === 'orders'}
      />
      {MAIN_VIEWS.map(({ view, icon }) => (
        <NavLink
          key={view}
          href={hrefOf({ view })}
          icon={icon}
          label={text.nav[view]}
          wide={wide}
          current={route.view === view}
        />
      ))}
      <span className={styles.space} />
      <NavLink
        href={hrefOf({ view: 'settings' })}
        icon={IconSettings}
        label={text.nav.settings}
        wide={wide}
        current={route.view === 'settings'}
      />
      {inDesktop ? (
        <NavButton icon={IconApi} label={text.nav.api} wide={wide} onClick={() => void openApiReference()} />
      ) : (
        <NavLink href="/api/docs" icon={IconApi} label={text.nav.api} wide={wide} current={false} />
      )}
      <NavButton
        icon={scheme.icon}
        label={text.nav.theme[colorScheme]}
        wide={wide}
        onClick={() => setColorScheme(scheme.next)}
      />
      <NavButton
        icon={wide ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand}
        label={width}
        wide={wide}
        onClick={() => preferences.setState({ wideNav: !wide })}
      />
    </nav>
  );
}

/** In a browser, at the address that other programs use too. */
async function openApiReference(): Promise<void> {
  const answer = await callDesktop('open-in-browser', 'api-docs');
  if (!answer.ok) toast('bad', answer.message);
}

interface NavItemProps {
  readonly icon: Icon;
  readonly label: string;
  readonly wide: boolean;
}

function NavLink({ href, icon: Icon, label, wide, current }: NavItemProps & { href: string; current: boolean }) {
  return (
    <Tooltip label={label} position="right" disabled={wide}>
      <a href={href} className={styles.item} aria-label={label} {...(current ? { 'aria-current': 'page' } : {})}>
        <Icon size={20} stroke={1.75} aria-hidden />
        {wide && <span>{label}</span>}
      </a>
    </Tooltip>
  );
}

function NavButton({ icon: Icon, label, wide, onClick }: NavItemProps & { onClick: () => void }) {
  return (
    <Tooltip label={label} position="right" disabled={wide}>
      <UnstyledButton className={styles.item ?? ''} aria-label={label} onClick={onClick}>
        <Icon size={20} stroke={1.75} aria-hidden />
        {wide && <span>{label}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
