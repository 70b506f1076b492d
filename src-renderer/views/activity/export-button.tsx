import { Button } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { text } from '../../strings.ts';
import { saveFile } from '../../ui/save-file.ts';
import { toast } from '../../ui/toast.ts';
import { csvHead, csvOf } from './activity-csv.ts';
import type { ActivityFeed } from './activity-feed.ts';

const words = text.activity;

/** Writes what the filter shows to a file, as far back as the server keeps it. A second press stops it. */
export function ExportButton({ feed }: { readonly feed: ActivityFeed }) {
  const running = useRef<AbortController | null>(null);
  // `null`: none under way.
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const abort = new AbortController();
    running.current = abort;
    setCount(0);
    try {
      // Each page is text before the next one is asked for: the browser keeps the parts, not this page.
      const parts: Blob[] = [new Blob([csvHead()])];
      let written = 0;
      for await (const changes of feed.everything(abort.signal)) {
        parts.push(new Blob([changes.map(csvOf).join('')]));
        written += changes.length;
        setCount(written);
      }
      saveFile(`${words.file}-${new Date().toISOString().slice(0, 10)}.csv`, parts);
      toast('good', words.exported(written));
    } catch {
      if (!abort.signal.aborted) toast('bad', words.exportFailed);
    } finally {
      running.current = null;
      setCount(null);
    }
  };
  if (count !== null) {
    return (
      <Button
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        aria-label={words.cancelExport}
        onClick={() => running.current?.abort()}
      >
        {words.exporting(count)}
      </Button>
    );
  }
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void run()}>
      {words.export}
    </Button>
  );
}
