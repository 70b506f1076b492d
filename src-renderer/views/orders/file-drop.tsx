import { IconFileTypeCsv } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { may } from '../../store/session.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import styles from './file-drop.module.css';

function holdsFile(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files') && may('orders:bulk');
}

/** A file that is dropped anywhere on the list is looked at for an import. */
export function FileDrop({
  className,
  label,
  children,
}: {
  readonly className: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}) {
  // The pointer leaves one element and enters another inside it all the time.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const move = (by: 1 | -1) => (event: DragEvent) => {
    if (!holdsFile(event)) return;
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent): void => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) workspace.setState({ importing: { file } });
  };
  return (
    <section
      className={`${className ?? ''} ${styles.place}`}
      aria-label={label}
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => {
        if (holdsFile(event)) event.preventDefault();
      }}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className={styles.cover}>
          <IconFileTypeCsv size={32} stroke={1.5} aria-hidden />
          {text.importing.drop}
        </div>
      )}
    </section>
  );
}
