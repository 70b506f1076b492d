import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE_MB = 450;
const PIECE = Buffer.alloc(256 * 1024, 1);
/** So much is left, which the next inserts take. */
const LEFT_BYTES = 1_500_000;

/** A small disk of its own for a database server, in memory; only where this user may mount one. */
export class LimitedDisk {
  private constructor(readonly directory: string) {}

  /** @returns `null` where nothing may be mounted */
  static mount(): LimitedDisk | null {
    const directory = mkdtempSync(join(tmpdir(), 'orderdeck-disk-'));
    const options = ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=0700`, 'tmpfs', directory];
    if (spawnSync('mount', options).status === 0) return new LimitedDisk(directory);
    rmSync(directory, { recursive: true, force: true });
    return null;
  }

  /** Takes nearly all that is left. */
  fill(): void {
    const file = openSync(this.#ballast, 'w');
    try {
      while (free(this.directory) > LEFT_BYTES + PIECE.length) writeSync(file, PIECE);
    } finally {
      closeSync(file);
    }
  }

  /** Gives it back. */
  clear(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.directory]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #ballast(): string {
    return join(this.directory, 'ballast');
  }
}

function free(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
