import { createStore } from 'zustand/vanilla';
import type { ToastAction, ToastTone } from './toast-kind.ts';

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
