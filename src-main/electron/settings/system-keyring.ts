import { safeStorage } from 'electron';
import type { Keyring } from './keyring.ts';

// Names no keyring but a fixed password that every program knows.
const NO_KEYRING: readonly string[] = ['basic_text', 'unknown'];

/** The system's keyring. Ask it for something only when the application is ready; it may ask the person to unlock it. */
export function systemKeyring(): Keyring {
  return {
    available: () => safeStorage.isEncryptionAvailable() && !NO_KEYRING.includes(backend() ?? ''),
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}

/** Linux only, and not before Electron 23, where an unsafe backend already counts as not available. */
function backend(): string | null {
  const { getSelectedStorageBackend } = safeStorage as { getSelectedStorageBackend?: () => string };
  if (process.platform !== 'linux' || getSelectedStorageBackend === undefined) return null;
  return getSelectedStorageBackend.call(safeStorage);
}
