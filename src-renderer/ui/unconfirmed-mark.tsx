import { text } from '../strings.ts';
import styles from './unconfirmed-mark.module.css';

/** A quiet dot beside an order whose change is on its way: an open ring, so that it is no matter of colour alone. */
export function UnconfirmedMark() {
  return <span role="img" className={styles.mark} title={text.undo.unconfirmed} aria-label={text.undo.unconfirmed} />;
}
