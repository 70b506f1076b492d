import { Button } from '@mantine/core';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { toast } from '../../ui/toast.ts';
import { Row, Section } from './section.tsx';

const words = text.settings.about;

export function AboutSection({ about }: { readonly about: DesktopState['about'] }) {
  return (
    <Section name="about">
      <Row label={words.version}>{about.version}</Row>
      <Row label={words.runtime}>{words.runtimeOf(about.electron, about.chrome, about.node)}</Row>
      <Row label={words.system}>{words.systems[about.platform] ?? about.platform}</Row>
      <FolderRow label={words.dataFolder} folder={about.dataFolder} call="open-data-folder" />
      <FolderRow label={words.logFolder} folder={about.logFolder} call="open-log-folder" />
      <Row label={words.licence}>{words.licenceName}</Row>
    </Section>
  );
}

interface FolderRowProps {
  readonly label: string;
  readonly folder: string;
  readonly call: 'open-data-folder' | 'open-log-folder';
}

function FolderRow({ label, folder, call }: FolderRowProps) {
  const open = async (): Promise<void> => {
    const answer = await callDesktop(call);
    if (!answer.ok) toast('bad', answer.message);
  };
  return (
    <Row label={label} hint={<span className="mono">{folder}</span>}>
      <Button variant="default" aria-label={words.openNamed(label)} onClick={() => void open()}>
        {words.open}
      </Button>
    </Row>
  );
}
