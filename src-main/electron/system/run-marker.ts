import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that is there while the program runs. One that is found at a start was left by a run that did not end well. */
export class RunMarker {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'running');
  }

  /** @returns when the last run began, if it did not end well; `null` if it did. @throws Error when it cannot be written */
  begin(now: Date): Date | null {
    const former = this.former();
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, `${now.toISOString()}\n`);
    return former;
  }

  /** The run ends as it should. */
  end(): void {
    rmSync(this.file, { force: true });
  }

  private former(): Date | null {
    try {
      const began = new Date(readFileSync(this.file, 'utf8').trim());
      // Empty after a power cut: the file's own time is as good.
      return Number.isNaN(began.getTime()) ? statSync(this.file).mtime : began;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
