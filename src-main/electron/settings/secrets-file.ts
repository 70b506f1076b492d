import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type FileOperations, writeAtomically } from './atomic-file.ts';

const keptPasswordSchema = z.union([
  /** Encrypted with the system's keyring. */
  z.strictObject({ sealed: z.string() }),
  z.strictObject({ plain: z.string() }),
]);

const keptSecretsSchema = z.strictObject({
  /** How passwords are kept here: with the keyring, or as the person chose where there is none. */
  storage: z.enum(['keyring', 'file', 'memory']).nullable(),
  /** By account, as in `root@db.example`. */
  passwords: z.record(z.string(), keptPasswordSchema),
});
export type KeptSecrets = z.infer<typeof keptSecretsSchema>;

const OWNER_ONLY = 0o600;
const NOTHING: KeptSecrets = { storage: null, passwords: {} };

/** What is kept of passwords on the disk, in a file that only its owner can read. */
export class SecretsFile {
  private readonly path: string;

  constructor(
    private readonly folder: string,
    private readonly files?: FileOperations,
  ) {
    this.path = join(folder, 'secrets.json');
  }

  /** Never throws; one that cannot be used is set aside. */
  load(): { readonly kept: KeptSecrets; readonly isBroken: boolean } {
    try {
      return { kept: keptSecretsSchema.parse(JSON.parse(readFileSync(this.path, 'utf8'))), isBroken: false };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kept: NOTHING, isBroken: false };
      this.setAside();
      return { kept: NOTHING, isBroken: true };
    }
  }

  /** @throws Error of the system; the former file is then untouched */
  async save(kept: KeptSecrets): Promise<void> {
    await writeAtomically(this.path, `${JSON.stringify(kept, null, 2)}\n`, OWNER_ONLY, this.files);
  }

  private setAside(): void {
    try {
      renameSync(this.path, join(this.folder, 'secrets.broken.json'));
    } catch {
      // It stays, and the next password that is kept takes its place.
    }
  }
}
