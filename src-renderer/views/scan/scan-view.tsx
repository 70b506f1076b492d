import { text } from '../../strings.ts';

export function ScanView() {
  return <section aria-label={text.scan.title} />;
}
