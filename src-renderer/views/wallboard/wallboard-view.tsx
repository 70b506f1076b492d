import { text } from '../../strings.ts';

export function WallboardView() {
  return <section aria-label={text.wallboard.title} />;
}
