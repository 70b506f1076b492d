import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ownFetch } from '../../connection/own-fetch.ts';
import { RestCommands } from '../../connection/rest-commands.ts';
import { setImportRunning, setUnsaved, workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { batchesOf } from './batches.ts';
import { ChooseStep } from './choose-step.tsx';
import { EndStep } from './end-step.tsx';
import type { ImportPlan } from './import-plan.ts';
import { ImportRun } from './import-run.ts';
import { PreviewStep } from './preview-step.tsx';
import { ReadingStep } from './reading-step.tsx';
import { RunStep } from './run-step.tsx';
import { type ReadFile, useImport } from './use-import.ts';

/** A batch without an answer for so long is sent again. */
const ANSWER_WITHIN_MS = 30_000;

/** From a file to orders; there only while it is open. */
export function ImportDialog() {
  useFocusBack();
  const dropped = useStore(workspace, (state) => state.importing?.file ?? null);
  const { clock } = useLiveConsole();
  const { step, choose, readAs, start, again } = useImport(dropped);
  const running = step.kind === 'running';
  const close = (): void => workspace.setState({ importing: null });
  const begin = (file: ReadFile, plan: ImportPlan): void => {
    // Over REST on every way of the connection: a batch is larger than a message of the live connection may be.
    const commands = new RestCommands(fetchInTime, window.location.origin);
    const deps = {
      send: (command: Parameters<RestCommands['execute']>[0]) => commands.execute(command),
      clock,
      random: Math.random,
    };
    start(file, plan, new ImportRun(batchesOf(plan.good), deps));
  };
  useStayed(running);

  return (
    <Modal
      opened
      onClose={close}
      title={text.importing.title}
      size={step.kind === 'preview' ? 920 : step.kind === 'ended' ? 720 : 560}
      closeOnEscape={!running}
      closeOnClickOutside={step.kind === 'choose' || step.kind === 'ended'}
      withCloseButton={!running}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': text.importing.close }}
    >
      {step.kind === 'choose' && <ChooseStep problem={step.problem} onFile={choose} />}
      {step.kind === 'reading' && <ReadingStep name={step.name} share={step.share} />}
      {step.kind === 'preview' && (
        <PreviewStep
          file={step.file}
          plan={step.plan}
          onLayout={(layout) => readAs(step.file, layout)}
          onStart={() => begin(step.file, step.plan)}
          onOther={again}
        />
      )}
      {step.kind === 'running' && <RunStep run={step.run} />}
      {step.kind === 'ended' && (
        <EndStep file={step.file} plan={step.plan} result={step.result} onAgain={again} onClose={close} />
      )}
    </Modal>
  );
}

function fetchInTime(url: string, init: RequestInit): Promise<Response> {
  return ownFetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

/** While an import runs the console does not reload itself, and the browser asks before it leaves the page. */
function useStayed(running: boolean): void {
  useEffect(() => {
    if (!running) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
      // Chromium before 119 asks only when this is set.
      event.returnValue = true;
    };
    setUnsaved('import', true);
    setImportRunning(true);
    window.addEventListener('beforeunload', ask);
    return () => {
      setUnsaved('import', false);
      setImportRunning(false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [running]);
}
