import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../settings/atomic-file.ts';

const deferralSchema = z.strictObject({
  version: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});
/** A version that somebody does not want to hear of for a while. */
export type Deferral = z.infer<typeof deferralSchema>;

/** Until then nobody is asked again. */
export const DEFERRAL_MS = 24 * 60 * 60_000;

/** Pure. Milliseconds that `version` stays deferred; 0: it is not. */
export function deferredFor(version: string, deferral: Deferral | null, now: number): number {
  if (deferral === null || deferral.version !== version) return 0;
  const age = now - deferral.at;
  // A clock that was set back must not make "later" last for years.
  return age < 0 ? 0 : Math.max(0, DEFERRAL_MS - age);
}

/** The last "later", kept over restarts. */
export class DeferralFile {
  constructor(private readonly path: string) {}

  /** @returns `null` where there is none, or none that can be read: then the question comes once more */
  async read(): Promise<Deferral | null> {
    try {
      return deferralSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch {
      return null;
    }
  }

  /** @throws Error of the system */
  async write(deferral: Deferral): Promise<void> {
    await writeAtomically(this.path, `${JSON.stringify(deferral)}\n`, 0o600);
  }
}
