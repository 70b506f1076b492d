import { Menu } from '@mantine/core';
import { IconFileExport, IconFileImport } from '@tabler/icons-react';
import { cloneElement, type ReactElement, type Ref, useEffect, useRef, useState } from 'react';
import { canSend } from '../../connection/connection-state.ts';
import { preferences } from '../../store/preferences.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { download } from '../../ui/save-file.ts';
import { useMay } from '../../ui/use-may.ts';
import { exportUrl } from './export-url.ts';
import type { OrderFilter } from './order-filter.ts';

export interface DataMenuProps {
  readonly filter: OrderFilter;
  /** How many orders the filter shows; `null`: not known yet. */
  readonly shown: number | null;
}

interface OpenDataMenuProps extends DataMenuProps {
  /** The button that opens it. */
  readonly children: ReactElement<{ readonly ref?: Ref<HTMLButtonElement> }>;
}

/** The menu of `DataMenu`; open as soon as it is there. */
export function OpenDataMenu({ filter, shown, children }: OpenDataMenuProps) {
  const mayImport = useMay('orders:bulk');
  const connected = useConsole((state) => canSend(state.connection));
  const filtered = filter.status !== null || filter.search.trim() !== '';
  const save = (): void => download(exportUrl(filter, preferences.getState().sort));
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is another one now; the menu gives the focus back to whoever has it when it opens.
  useEffect(() => {
    button.current?.focus();
    setOpened(true);
  }, []);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={320}>
      <Menu.Target>{cloneElement(children, { ref: button })}</Menu.Target>
      <Menu.Dropdown>
        {mayImport && (
          <Menu.Item
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={() => workspace.setState({ importing: { file: null } })}
          >
            {text.importing.open}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconFileExport size={16} aria-hidden />} disabled={!connected} onClick={save}>
          {filtered && shown !== null ? text.importing.exportShown(shown) : text.importing.exportAll}
        </Menu.Item>
        {!connected && <Menu.Label>{text.importing.exportOffline}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
