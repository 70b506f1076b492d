import * as fs from 'node:fs/promises';
import type { FileOperations } from '../../src-main/electron/settings/atomic-file.ts';

/** The steps of writing a file, in their sequence. */
export const WRITE_STEPS = ['open', 'write', 'sync', 'rename'] as const;
export type WriteStep = (typeof WRITE_STEPS)[number];

/**
 * The real file system, where one step fails from the start.
 *
 * @param code what the system says, for example `ENOSPC`
 * @param crash whether nothing more can be done afterwards, as in a power cut, not even tidying up
 */
export function failingFiles(step: WriteStep, code: string, crash = false): FileOperations {
  let dead = false;
  const fail = (): never => {
    dead = crash;
    throw Object.assign(new Error(`${code}: injected`), { code });
  };
  const passing = (at: WriteStep): void => {
    if (dead || at === step) fail();
  };
  return {
    async open(path, flags, mode) {
      passing('open');
      const handle = await fs.open(path, flags, mode);
      return new Proxy(handle, {
        get(target, name) {
          if (name === 'writeFile') {
            return async (text: string) => {
              // A full disk takes the beginning.
              if (step === 'write') await target.writeFile(text.slice(0, text.length / 2));
              passing('write');
              await target.writeFile(text);
            };
          }
          if (name === 'sync') {
            return async () => {
              passing('sync');
              await target.sync();
            };
          }
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    async rename(from, to) {
      passing('rename');
      await fs.rename(from, to);
    },
    async rm(path, options) {
      if (dead) fail();
      await fs.rm(path, options);
    },
  };
}
