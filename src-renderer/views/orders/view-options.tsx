import { Button, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { text } from '../../strings.ts';

const ViewPanel = lazy(() => import('./view-panel.tsx').then((m) => ({ default: m.ViewPanel })));

/** Opens the choice of columns and row height. */
export function ViewOptions() {
  return (
    <Popover position="bottom-end" width={264} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}>
          {text.orders.view}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={null}>
          <ViewPanel />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
