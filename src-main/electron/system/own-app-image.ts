import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { RawConfig } from '../../config/env.ts';

/**
 * The file of the AppImage that this program runs from; `null` where it runs from none. What an AppImage starts, such
 * as a terminal and all that is started there, inherits its variables: they may name the file of another program, which
 * must not be replaced, or started at login, in place of this one.
 */
export function ownAppImage({ APPIMAGE, APPDIR }: RawConfig, program: string = process.execPath): string | null {
  if (APPIMAGE === undefined || APPIMAGE === '' || APPDIR === undefined || APPDIR === '') return null;
  try {
    return realpathSync(program).startsWith(realpathSync(APPDIR) + sep) ? APPIMAGE : null;
  } catch {
    // The folder that the other program ran from has gone.
    return null;
  }
}
