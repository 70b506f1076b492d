/** What the system offers to keep a secret with: in Electron `safeStorage`, in a test something simpler. */
export interface Keyring {
  /** Whether what is sealed can be opened by this user alone. */
  available(): boolean;
  /** @throws Error when the keyring refuses */
  seal(text: string): string;
  /** @throws Error when it was sealed by another user, or with another keyring */
  open(sealed: string): string;
}
