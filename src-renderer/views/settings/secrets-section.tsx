import { useDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { SecretChoice } from './secret-choice.tsx';
import { Row, Section } from './section.tsx';

const words = text.settings.secrets;

export function SecretsSection() {
  const secrets = useDesktop((state) => state.secrets) ?? 'keyring';
  return (
    <Section name="secrets">
      <Row label={words.how} hint={words.states[secrets]} />
      {secrets !== 'keyring' && <SecretChoice />}
    </Section>
  );
}
