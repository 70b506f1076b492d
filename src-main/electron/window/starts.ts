import { app } from 'electron';
import { readLinkFile, readStart } from './link-file.ts';
import type { StartArguments } from './start-arguments.ts';

/**
 * Every start of the program while it runs, and every link the system hands it. They may come before there is anybody
 * to take them, and wait then.
 */
export class Starts {
  private readonly early: StartArguments[] = [];
  private take: ((start: StartArguments) => void) | null = null;

  /** Must be there before the application is ready: macOS hands over the first link then. */
  constructor() {
    app.on('second-instance', (_event, argv, folder) => this.came(readStart(argv, folder)));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.came({ hidden: false, link });
    });
    app.on('open-file', (event, file) => {
      event.preventDefault();
      this.came({ hidden: false, link: readLinkFile(file, '/') });
    });
    // A click on the program in the dock.
    app.on('activate', () => this.came({ hidden: false, link: null }));
  }

  /** From now on, and for what has come already. */
  follow(take: (start: StartArguments) => void): void {
    this.take = take;
    for (const start of this.early.splice(0)) take(start);
  }

  private came(start: StartArguments): void {
    if (this.take === null) this.early.push(start);
    else this.take(start);
  }
}
