import { Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconActivityHeartbeat,
  IconApi,
  IconDeviceDesktop,
  IconDeviceTv,
  IconHelp,
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
import { type ComponentType, lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { callDesktop, useDesktop } from '../../desktop/desktop-store.ts';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import { hrefOf, type Route } from '../../ui/route.ts';
import { toast } from '../../ui/toast.ts';
import { useMay } from '../../ui/use-may.ts';
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

/** On a phone these are behind "More". */
const RARE: readonly Route['view'][] = ['activity', 'wallboard', 'monitor'];

const MoreMenu = lazy(() => import('./more-menu.tsx').then((m) => ({ default: m.MoreMenu })));

/** 56 px of icons, or 200 px with their names. */
export function Nav({ route }: { readonly route: Route }) {
  const wide = useStore(preferences, (state) => state.wideNav);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = THEMES[colorScheme];
  const inDesktop = useDesktop(() => true) === true;
  const mayScan = useMay('orders:set-status');
  const width = wide ? text.nav.narrow : text.nav.widen;
  // As in nav.module.css, where the bar goes under the thumb.
  const isPhone = useMediaQuery('(max-width: 480px)');
  return (
    <nav className={`${styles.nav} ${wide ? styles.wide : ''}`} aria-label={text.nav.label} data-tour="views">
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
      {MAIN_VIEWS.filter(({ view }) => view !== 'scan' || mayScan).map(({ view, icon }) => (
        <NavLink
          key={view}
          href={hrefOf({ view })}
          icon={icon}
          label={text.nav[view]}
          wide={wide}
          current={route.view === view}
          rare={RARE.includes(view)}
        />
      ))}
      {isPhone && (
        <Suspense fallback={null}>
          <MoreMenu route={route} />
        </Suspense>
      )}
      <span className={styles.space} />
      <NavLink
        href={hrefOf({ view: 'settings' })}
        icon={IconSettings}
        label={text.nav.settings}
        wide={wide}
        current={route.view === 'settings'}
        rare
      />
      {inDesktop ? (
        <NavButton icon={IconApi} label={text.nav.api} wide={wide} rare onClick={() => void openApiReference()} />
      ) : (
        <NavLink href="/api/docs" icon={IconApi} label={text.nav.api} wide={wide} rare current={false} />
      )}
      <NavButton
        icon={IconHelp}
        label={text.nav.help}
        wide={wide}
        rare
        tour="help"
        onClick={() => overlays.setState({ help: true })}
      />
      <NavButton
        icon={scheme.icon}
        label={text.nav.theme[colorScheme]}
        wide={wide}
        rare
        onClick={() => setColorScheme(scheme.next)}
      />
      <NavButton
        icon={wide ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand}
        label={width}
        wide={wide}
        rare
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
  /** Left to the menu where there is room for a few only. */
  readonly rare?: boolean;
}

function itemClass(rare: boolean): string {
  return `${styles.item} ${rare ? styles.rare : ''}`;
}

function NavLink({
  href,
  icon: Icon,
  label,
  wide,
  rare = false,
  current,
}: NavItemProps & { href: string; current: boolean }) {
  return (
    <Tooltip label={label} position="right" disabled={wide}>
      <a href={href} className={itemClass(rare)} aria-label={label} {...(current ? { 'aria-current': 'page' } : {})}>
        <Icon size={20} stroke={1.75} aria-hidden />
        {wide && <span>{label}</span>}
      </a>
    </Tooltip>
  );
}

function NavButton({
  icon: Icon,
  label,
  wide,
  rare = false,
  tour,
  onClick,
}: NavItemProps & { tour?: string; onClick: () => void }) {
  return (
    <Tooltip label={label} position="right" disabled={wide}>
      <UnstyledButton className={itemClass(rare)} aria-label={label} data-tour={tour} onClick={onClick}>
        <Icon size={20} stroke={1.75} aria-hidden />
        {wide && <span>{label}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
