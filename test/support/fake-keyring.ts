import type { Keyring } from '../../src-main/electron/settings/keyring.ts';

/** A keyring whose presence and whose key a test changes. */
export class FakeKeyring implements Keyring {
  present = true;
  key = 'first key';

  available(): boolean {
    return this.present;
  }

  seal(text: string): string {
    if (!this.present) throw new Error('There is no keyring');
    return Buffer.from(JSON.stringify([this.key, text])).toString('base64');
  }

  open(sealed: string): string {
    const [key, text] = JSON.parse(Buffer.from(sealed, 'base64').toString()) as [string, string];
    if (!this.present || key !== this.key) throw new Error('Error while decrypting the ciphertext');
    return text;
  }
}
