import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findDatabaseProgram } from '../../../scripts/lib/database-program.mjs';
import { PrivateDatabase } from '../../../scripts/lib/private-database.mjs';
import type { DemoOffer } from '../../../src-shared/desktop-bridge.ts';
import { Turns } from '../../base/turns.ts';
import type { Logger } from '../../observability/logger.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { writeFailure } from '../settings/atomic-file.ts';
import { words } from '../words/words.ts';
import { howToGetDemo } from './demo-how-to.ts';

export interface DemoAddress {
  /** On 127.0.0.1. */
  readonly port: number;
  /** For example `MariaDB 10.11.19`. */
  readonly name: string;
}

/** `ended`: it was started, nobody stopped it, and it does not run. */
export type DemoCondition = 'off' | 'running' | 'ended';

/**
 * A database server of this program's own, with its data in the folder of the user's data. One that a crash left
 * running is taken over by the next start.
 */
export class DemoDatabase {
  private database: PrivateDatabase | null = null;
  private folder: string | null = null;
  private isWanted = false;
  private readonly turns = new Turns();

  constructor(
    private readonly dataFolder: string,
    private readonly platform: string,
    private readonly logger: Logger,
  ) {}

  get condition(): DemoCondition {
    if (!this.isWanted || this.database === null) return 'off';
    return this.database.isRunning ? 'running' : 'ended';
  }

  async offer(): Promise<DemoOffer> {
    const program = await this.findProgram();
    return program === null ? howToGetDemo(this.platform) : { available: true, program: program.name };
  }

  /**
   * Starts it, or joins the one that runs already. The first time takes some seconds.
   *
   * @throws DesktopCallError that says why it does not run
   */
  start(): Promise<DemoAddress> {
    return this.turns.take(async () => {
      const database = await this.prepare();
      try {
        await database.start();
      } catch (error) {
        this.logger.warn({ error }, 'The demo database did not start');
        throw new DesktopCallError(words.calls.database.demoNotStarted(firstSentence(error)));
      }
      this.isWanted = true;
      return { port: database.port, name: database.name };
    });
  }

  /** Ends it in good order; without effect when it does not run. */
  stop(): Promise<void> {
    return this.turns.take(async () => {
      this.isWanted = false;
      await this.database?.stop();
    });
  }

  /** Where the server writes what ails it; `null` while there is no such file. */
  get logFile(): string | null {
    const file = this.folder === null ? null : join(this.folder, 'server.log');
    return file !== null && existsSync(file) ? file : null;
  }

  private async prepare(): Promise<PrivateDatabase> {
    if (this.database !== null) return this.database;
    const program = await this.findProgram();
    if (program === null) throw new DesktopCallError(howToGetDemo(this.platform).message);
    // One folder for each kind: neither can read the other's.
    this.folder = join(this.dataFolder, `demo-${program.flavour}`);
    this.database = new PrivateDatabase({ program, directory: this.folder, flags: flagsIn(this.folder) });
    return this.database;
  }

  // What the program's way of ending a server takes (signals) does not exist on Windows.
  private async findProgram() {
    return this.platform === 'win32' ? null : findDatabaseProgram();
  }
}

function flagsIn(folder: string): readonly string[] {
  return [
    // The demo keeps little, and the machine has other things to do.
    '--innodb-buffer-pool-size=64M',
    // Its root has no password, and another user of this machine must not read this one's files through it.
    `--secure-file-priv=${join(folder, 'tmp')}`,
  ];
}

/** The message goes on with the end of the server's log, which is nothing for a notice. */
function firstSentence(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code !== undefined && path !== undefined) return `${writeFailure(error)} (${path}).`;
  const [line = ''] = (error as Error).message.split('\n');
  return line.replace(/ Its log \(.*$/, '');
}
