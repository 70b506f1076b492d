import { Menu, UnstyledButton } from '@mantine/core';
import { IconDeviceTablet, IconKey, IconLogout, IconUser, IconUsers } from '@tabler/icons-react';
import type { SessionInfo } from '../../../src-shared/session-info.ts';
import { callApi } from '../../connection/api-call.ts';
import { beginSwitch } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { overlays } from '../../ui/overlays.ts';
import { goTo } from '../../ui/route.ts';
import { toast } from '../../ui/toast.ts';
import styles from './me-menu.module.css';

const words = text.door.me;
const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

interface MeMenuProps {
  readonly principal: NonNullable<SessionInfo['principal']>;
  readonly device: SessionInfo['device'];
  readonly quickSwitch: boolean;
}

/** Whose name goes into the change log from here, and how that becomes another. */
export function MeMenu({ principal, device, quickSwitch }: MeMenuProps) {
  const { sessions } = useLiveConsole();
  const { kind, name, role } = principal;
  const isPerson = kind === 'person';
  const signOut = async (): Promise<void> => {
    const answer = await callApi(null, { method: 'DELETE', path: '/api/session' });
    // Whose session had ended already is signed out all the same.
    if (!answer.ok && answer.problem?.code !== 'unauthenticated') toast('bad', words.notSignedOut);
    await sessions.check();
  };
  const Icon = isPerson ? IconUser : IconDeviceTablet;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.me ?? ''} aria-label={words.label(name, text.door.roles[role])}>
          <Icon size={18} stroke={1.75} aria-hidden />
          <span className={styles.name}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className={styles.who}>{name}</span>
          <span>{[text.door.roles[role], ...whereOf(isPerson, kind, device)].join(', ')}</span>
        </Menu.Label>
        {quickSwitch && (
          <Menu.Item leftSection={<IconUsers {...ICON} />} onClick={beginSwitch}>
            {isPerson ? words.switch : words.signIn}
          </Menu.Item>
        )}
        {isPerson && (
          <>
            <Menu.Item leftSection={<IconKey {...ICON} />} onClick={toPassword}>
              {words.password}
            </Menu.Item>
            <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={() => void signOut()}>
              {words.signOut}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function toPassword(): void {
  overlays.setState({ section: 'account' });
  goTo({ view: 'settings' });
}

function whereOf(isPerson: boolean, kind: string, device: SessionInfo['device']): readonly string[] {
  if (isPerson) return device === null ? [] : [words.at(device.name)];
  return kind === 'device' ? [words.device] : [];
}
