import { eventually } from '../../support/eventually.ts';
import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';
import { databaseOnLimitedDisk } from '../own-databases.ts';
import type { SceneDatabase } from '../scene-database.ts';

const FAT = 'x'.repeat(255);

/** On a small disk of memory that is filled; where none may be mounted, in a data file that must not grow. */
export const diskFull: FaultRow = {
  title: '[FAULT-49] the disk of the database is full, and has room again',
  name: 'disk-full',
  fault: 'Disk full on the database',
  plan: { database: 'limited' },
  // MariaDB ends itself when a rollback finds no room either.
  told: /disk is full|no disk space left|cannot be reached/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    const { disk } = await databaseOnLimitedDisk();
    await scene.database.query('CREATE TABLE ballast (id BIGINT AUTO_INCREMENT PRIMARY KEY, text TEXT) ENGINE=InnoDB');
    disk?.fill();
    await fill(scene.database);
    await scene.reads(/disk is full|no disk space left|cannot be reached/);
    await scene.lasts({ short: 500, full: 15_000 });
    return async () => {
      disk?.clear();
      // Some servers give up when they have nowhere to write.
      await scene.own.start();
      await scene.database.query('DROP TABLE ballast');
    };
  },
};

/** Takes what is left, until the server refuses: large pieces first, then small ones. */
async function fill(database: SceneDatabase): Promise<void> {
  for (const rows of [400, 40, 4]) {
    const values = Array.from({ length: rows }, () => [FAT.repeat(8)]);
    await eventually(
      'there is room for no more',
      async () => {
        for (;;) {
          try {
            await database.query('INSERT INTO ballast (text) VALUES ?', [values]);
          } catch {
            return true;
          }
        }
      },
      60_000,
    );
  }
}
