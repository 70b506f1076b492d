import type { UndoRef, UndoReport } from './undo-ref.ts';

/** Something this person did, by the changes it made. Empty while it is not answered yet, and when nothing came of it. */
export interface DoneAction {
  readonly refs: Promise<readonly UndoRef[]>;
  /** Is told that it is being taken back, where who did it keeps an account of its own. */
  readonly onUndo?: (report: Promise<UndoReport>) => void;
}

/** Something done past the actions of the console, which they take back all the same. */
export interface Remembered {
  /** Takes it back without a word: who did it tells. */
  undo(): Promise<UndoReport>;
}

/** As many actions as can be walked back. */
const DEPTH = 20;

/** The person's own last actions, and those of them that were taken back and can be done again. */
export class UndoStack {
  #done: DoneAction[] = [];
  #undone: DoneAction[] = [];

  /** A new action: what was taken back before it cannot be done again. */
  push(action: DoneAction): void {
    this.#undone = [];
    this.#add(action);
  }

  /** Takes the last action out; `undefined` when there is none. */
  takeDone(): DoneAction | undefined {
    return this.#done.pop();
  }

  takeUndone(): DoneAction | undefined {
    return this.#undone.pop();
  }

  /** An action was taken back; `again` does it again. */
  undid(again: DoneAction): void {
    this.#undone.push(again);
  }

  /** An action was done again. */
  redid(action: DoneAction): void {
    this.#add(action);
  }

  /** The action is not there to be taken back any more. @returns whether it was there */
  drop(action: DoneAction): boolean {
    const had = this.#done.includes(action) || this.#undone.includes(action);
    this.#done = this.#done.filter((one) => one !== action);
    this.#undone = this.#undone.filter((one) => one !== action);
    return had;
  }

  #add(action: DoneAction): void {
    this.#done.push(action);
    if (this.#done.length > DEPTH) this.#done.shift();
  }
}
