import { Menu, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import { goTo, type Route } from '../../ui/route.ts';
import styles from './nav.module.css';

const VIEWS = ['activity', 'wallboard', 'monitor', 'settings'] as const;

/** What a phone has no room for. */
export function MoreMenu({ route }: { readonly route: Route }) {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <UnstyledButton className={`${styles.item} ${styles.more}`} aria-label={text.nav.more}>
          <IconDots size={20} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {VIEWS.map((view) => (
          <Menu.Item key={view} disabled={route.view === view} onClick={() => goTo({ view })}>
            {text.nav[view]}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => overlays.setState({ palette: true })}>{text.shortcuts.palette}</Menu.Item>
        <Menu.Item onClick={() => overlays.setState({ help: true })}>{text.nav.help}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
