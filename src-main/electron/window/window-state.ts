import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock, Timer } from '../../base/clock.ts';

const place = z.number().int().min(-1_000_000).max(1_000_000);
const size = z.number().int().min(1).max(100_000);

const windowStateSchema = z.object({
  /** When it is neither maximised nor full screen. */
  bounds: z.object({ x: place, y: place, width: size, height: size }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
  /** A computer at a wall that starts anew goes on being one. */
  wallboard: z.boolean(),
  /** Whether the person has been told once that closing the window leaves the program in the tray. */
  toldOfTray: z.boolean(),
});

/** How the window looked last. */
export type WindowState = z.infer<typeof windowStateSchema>;

/** Dragging an edge changes the bounds a hundred times a second, in milliseconds. */
const SAVE_AFTER_MS = 400;

export interface WindowStateDeps {
  readonly file: string;
  readonly clock: Clock;
  readonly onProblem: (error: unknown, message: string) => void;
}

/** Keeps how the window looks over a restart. It is a convenience: no trouble with it keeps the program from running. */
export class WindowStateFile {
  private waiting: { readonly state: WindowState; readonly timer: Timer } | null = null;
  private written = '';

  constructor(private readonly deps: WindowStateDeps) {}

  /** `null` at the first start, and when the file cannot be used. */
  read(): WindowState | null {
    const { file, onProblem } = this.deps;
    try {
      this.written = readFileSync(file, 'utf8');
      return windowStateSchema.parse(JSON.parse(this.written));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onProblem(error, `${file} is broken and is ignored`);
      return null;
    }
  }

  /** Writes it when nothing has changed for a moment. */
  save(state: WindowState): void {
    this.waiting?.timer.cancel();
    this.waiting = { state, timer: this.deps.clock.after(SAVE_AFTER_MS, () => this.flush()) };
  }

  /** Writes now what waits: the window goes. */
  flush(): void {
    if (this.waiting === null) return;
    const { state, timer } = this.waiting;
    timer.cancel();
    this.waiting = null;
    const text = `${JSON.stringify(state, null, 2)}\n`;
    if (text !== this.written) this.write(text);
  }

  private write(text: string): void {
    const { file, onProblem } = this.deps;
    try {
      mkdirSync(dirname(file), { recursive: true });
      // By another name first, so that a crash leaves the former file or the new one, never half of one.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
      this.written = text;
    } catch (error) {
      onProblem(error, `${file} cannot be written; the window will open as it did before`);
    }
  }
}
