import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { text } from '../../strings.ts';

// The barcodes are drawn by a library that only this sheet needs.
const CommandSheet = lazy(() => import('./command-sheet.tsx').then((m) => ({ default: m.CommandSheet })));

/** Opens the sheet of command barcodes. */
export function CommandsButton() {
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <Button
        variant="default"
        fullWidth
        h={48}
        leftSection={<IconPrinter size={20} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {text.scan.commands.open}
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <CommandSheet onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </div>
  );
}
