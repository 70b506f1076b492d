import { useCallback, useEffect, useRef, useState } from 'react';
import { type CsvLayout, detectLayout } from './csv-layout.ts';
import { withPlainBreaks } from './csv-records.ts';
import { decodeFile, type Encoding } from './decode-file.ts';
import { type ImportPlan, planImport } from './import-plan.ts';
import type { ImportRun, RunState } from './import-run.ts';

/** What a file holds, before its cells are looked at. */
export interface ReadFile {
  readonly name: string;
  readonly text: string;
  readonly encoding: Encoding;
}

export type ImportStep =
  | { readonly kind: 'choose'; readonly problem: 'unreadable' | 'too-large' | 'empty' | null }
  | { readonly kind: 'reading'; readonly name: string; readonly share: number }
  | { readonly kind: 'preview'; readonly file: ReadFile; readonly plan: ImportPlan }
  | { readonly kind: 'running'; readonly file: ReadFile; readonly plan: ImportPlan; readonly run: ImportRun }
  | { readonly kind: 'ended'; readonly file: ReadFile; readonly plan: ImportPlan; readonly result: RunState };

/** More would be held in memory several times over. */
export const MAX_FILE_MB = 20;

export interface ImportSteps {
  readonly step: ImportStep;
  readonly choose: (file: File) => void;
  /** Looks at the same file in another way; what was seen stays until it is read. */
  readonly readAs: (file: ReadFile, layout: CsvLayout) => void;
  readonly start: (file: ReadFile, plan: ImportPlan, run: ImportRun) => void;
  readonly again: () => void;
}

/** Where an import stands; a file that is being read is given up when another one is chosen. */
export function useImport(dropped: File | null): ImportSteps {
  const [step, setStep] = useState<ImportStep>({ kind: 'choose', problem: null });
  const reading = useRef<AbortController | null>(null);

  const plan = useCallback(
    async (file: ReadFile, layout: CsvLayout, signal: AbortSignal, tell: boolean): Promise<void> => {
      const onRead = (share: number): void => {
        if (tell) setStep({ kind: 'reading', name: file.name, share });
      };
      const made = await planImport(file.text, layout, onRead, signal);
      const empty = made.good.length + made.refused.length === 0;
      setStep(empty ? { kind: 'choose', problem: 'empty' } : { kind: 'preview', file, plan: made });
    },
    [],
  );

  const begin = useCallback((work: (signal: AbortSignal) => Promise<void>): void => {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    work(controller.signal).catch(() => {
      if (!controller.signal.aborted) setStep({ kind: 'choose', problem: 'unreadable' });
    });
  }, []);

  const choose = useCallback(
    (chosen: File): void => {
      if (chosen.size > MAX_FILE_MB * 1024 * 1024) {
        setStep({ kind: 'choose', problem: 'too-large' });
        return;
      }
      setStep({ kind: 'reading', name: chosen.name, share: 0 });
      begin(async (signal) => {
        const decoded = decodeFile(new Uint8Array(await chosen.arrayBuffer()));
        const text = withPlainBreaks(decoded.text);
        await plan({ name: chosen.name, text, encoding: decoded.encoding }, detectLayout(text), signal, true);
      });
    },
    [begin, plan],
  );
  const readAs = useCallback(
    (file: ReadFile, layout: CsvLayout): void => begin((signal) => plan(file, layout, signal, false)),
    [begin, plan],
  );
  const start = useCallback((file: ReadFile, made: ImportPlan, run: ImportRun): void => {
    setStep({ kind: 'running', file, plan: made, run });
    void run.run().then((result) => setStep({ kind: 'ended', file, plan: made, result }));
  }, []);
  const again = useCallback(() => setStep({ kind: 'choose', problem: null }), []);

  useEffect(() => {
    if (dropped !== null) choose(dropped);
    return () => reading.current?.abort();
  }, [dropped, choose]);
  return { step, choose, readAs, start, again };
}
