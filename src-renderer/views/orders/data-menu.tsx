import { Button } from '@mantine/core';
import { IconArrowsDownUp } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { text } from '../../strings.ts';
import { useMay } from '../../ui/use-may.ts';
import type { DataMenuProps } from './open-data-menu.tsx';

const OpenDataMenu = lazy(() => import('./open-data-menu.tsx').then((m) => ({ default: m.OpenDataMenu })));

/** Orders from a file, and orders as a file. The menu is fetched when it is opened. */
export function DataMenu(props: DataMenuProps) {
  const [wanted, setWanted] = useState(false);
  // Who may import may export too.
  const mayExport = useMay('orders:export');
  const button = (
    <Button
      variant="subtle"
      color="gray"
      aria-label={text.importing.menu}
      aria-haspopup="menu"
      leftSection={<IconArrowsDownUp size={16} aria-hidden />}
      onClick={() => setWanted(true)}
    >
      CSV
    </Button>
  );
  if (!mayExport) return null;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenDataMenu {...props}>{button}</OpenDataMenu>
    </Suspense>
  );
}
