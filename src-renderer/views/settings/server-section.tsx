import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { Row, Section } from './section.tsx';

/** What a browser can know of the program that it talks to. */
export function ServerSection() {
  const version = useConsole((state) => state.server?.version ?? text.pillCard.unknown);
  return (
    <Section name="about">
      <Row label={text.pillCard.server}>{version}</Row>
      <Row label={text.settings.about.licence}>{text.settings.about.licenceName}</Row>
    </Section>
  );
}
