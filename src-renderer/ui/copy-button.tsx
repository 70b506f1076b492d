import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../strings.ts';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1_500;

/** Copies `value` and says so for a moment. */
export function CopyButton({ value, label }: { readonly value: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void copyText(value).then((done) => {
      if (!done) return;
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    });
  };
  return (
    <Button
      variant="default"
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      aria-label={label}
      onClick={copy}
    >
      {copied ? text.copy.copied : text.copy.copy}
    </Button>
  );
}
