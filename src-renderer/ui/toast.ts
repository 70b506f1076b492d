import { createStore } from 'zustand/vanilla';

export type ToastTone = 'good' | 'bad';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Whether there is anything to show yet: the place for toasts is not drawn before. */
export const toasts = createStore(() => ({ wanted: false }));

/** Tells the outcome of something the person did. */
export function toast(tone: ToastTone, message: string, ...actions: readonly ToastAction[]): void {
  toasts.setState({ wanted: true });
  import('./toast-area.tsx').then(
    ({ showToast }) => showToast(tone, message, ...actions),
    // Its code is fetched right after the first view; without it the words must be seen all the same.
    () => window.alert(message),
  );
}
