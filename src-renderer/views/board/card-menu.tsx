import { Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ORDER_STATUSES, type Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import styles from './board-card.module.css';
import { useBoardHands } from './use-board.ts';

interface CardMenuProps {
  readonly order: Order;
  readonly isEntry: boolean;
}

/** Moves a card without a drag. The menu itself is there only while it is open: there are many cards. */
export function CardMenu({ order, isEntry }: CardMenuProps) {
  const { move } = useBoardHands();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpened(false);
    button.current?.focus();
  };
  return (
    <span className={styles.menu}>
      <button
        ref={button}
        type="button"
        className={styles.menuButton}
        tabIndex={isEntry ? 0 : -1}
        aria-label={text.board.moveMenu(order.id)}
        aria-haspopup="menu"
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        <IconDotsVertical size={16} aria-hidden />
      </button>
      {opened && (
        <Menu opened onClose={close} position="bottom-end" returnFocus={false} withinPortal>
          <Menu.Target>
            <span className={styles.menuAnchor} aria-hidden />
          </Menu.Target>
          <Menu.Dropdown aria-label={text.board.moveMenu(order.id)}>
            {ORDER_STATUSES.filter((status) => status !== order.status).map((status) => (
              <Menu.Item
                key={status}
                className={styles.menuItem ?? ''}
                leftSection={<StatusIcon status={status} size={18} />}
                onClick={() => {
                  close();
                  move(order, status);
                }}
              >
                {text.board.move[status]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}
