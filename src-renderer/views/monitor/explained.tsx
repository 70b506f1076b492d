import { Tooltip } from '@mantine/core';
import styles from './explained.module.css';

interface ExplainedProps {
  readonly name: string;
  readonly explanation: string;
}

const EVENTS = { hover: true, focus: true, touch: true };

/** The name of a figure; what it means by pointing at it, by focus and by a tap. */
export function Explained({ name, explanation }: ExplainedProps) {
  return (
    <Tooltip label={explanation} events={EVENTS} multiline w={280} position="top-start" openDelay={200}>
      <button type="button" className={styles.explained}>
        {name}
        <span className="spoken">: {explanation}</span>
      </button>
    </Tooltip>
  );
}
