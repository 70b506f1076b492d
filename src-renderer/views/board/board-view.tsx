import { text } from '../../strings.ts';

export function BoardView() {
  return <section aria-label={text.board.title} />;
}
