import { useEffect } from 'react';
import { useStore } from 'zustand';
import { setUnsaved, workspace } from '../store/workspace.ts';
import { text } from '../strings.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { leaveTo, stayHere, useAskedRoute } from './route.ts';

/** Nobody loses work unseen: leaving the page or the view with unsaved work asks first. */
export function UnsavedGuard() {
  const asked = useAskedRoute();
  const isUnsaved = useStore(workspace, ({ unsaved }) => unsaved.size > 0);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
      // Chromium before 119 asks only when this is set.
      event.returnValue = true;
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
  return (
    <ConfirmDialog
      opened={asked !== null}
      destructive
      title={text.undo.leaveTitle}
      body={text.undo.leaveBody}
      confirm={text.undo.leave}
      cancel={text.undo.stay}
      onCancel={stayHere}
      onConfirm={() => {
        for (const editor of workspace.getState().unsaved) setUnsaved(editor, false);
        if (asked !== null) leaveTo(asked);
      }}
    />
  );
}
