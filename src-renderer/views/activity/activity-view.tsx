import { text } from '../../strings.ts';

export function ActivityView() {
  return <section aria-label={text.activity.title} />;
}
