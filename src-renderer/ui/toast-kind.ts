export type ToastTone = 'good' | 'bad';

/** A button of a toast. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}
