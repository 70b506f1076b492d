import type { SecretStorage } from '../../../src-shared/desktop-bridge.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { words } from '../words/words.ts';
import { writeFailure } from './atomic-file.ts';
import type { Keyring } from './keyring.ts';
import type { KeptSecrets, SecretsFile } from './secrets-file.ts';

/** Who logs in, and where. */
export interface Account {
  readonly user: string;
  readonly host: string;
}

export interface Secret extends Account {
  readonly password: string;
}

/**
 * The passwords of the database. Each belongs to a user at a host and is given out for no other, so that a settings
 * file that somebody changed sends none of them elsewhere. They go into no log, no state and no window.
 */
export class SecretBox {
  private readonly passwords = new Map<string, string>();
  private way: SecretStorage = 'ask';
  private reason: string | null = null;
  private opening: Promise<void> | null = null;

  constructor(
    private readonly file: SecretsFile,
    private readonly keyring: Keyring,
  ) {}

  /** Opens what was kept, once. Never throws: a password that cannot be had is told by `problem`, and asked for again. */
  load(): Promise<void> {
    this.opening ??= this.openAll();
    return this.opening;
  }

  get storage(): SecretStorage {
    return this.way;
  }

  /** Why a kept password cannot be had, as a sentence; `null` when all is well. */
  get problem(): string | null {
    return this.reason;
  }

  /** Whether there is a password that would be lost at the end of the program, and nobody has said that it may be. */
  get isUndecided(): boolean {
    return this.way === 'ask' && [...this.passwords.values()].some((password) => password !== '');
  }

  /** @returns `null` when none is kept for this account */
  passwordOf(account: Account): string | null {
    return this.passwords.get(nameOf(account)) ?? null;
  }

  /**
   * Keeps these passwords and no others, as the system allows or the person chose.
   *
   * @throws DesktopCallError in plain words when they cannot be kept; nothing has changed then
   */
  async keep(secrets: readonly Secret[]): Promise<void> {
    const before = [...this.passwords];
    this.replace(secrets.map((secret) => [nameOf(secret), secret.password]));
    try {
      await this.save();
      this.reason = null;
    } catch (error) {
      this.replace(before);
      throw this.failure(error);
    }
  }

  /** What is in it now, to be put back by `restore` when what follows fails. */
  snapshot(): readonly (readonly [account: string, password: string])[] {
    return [...this.passwords];
  }

  async restore(snapshot: readonly (readonly [account: string, password: string])[]): Promise<void> {
    this.replace(snapshot);
    await this.save();
  }

  /**
   * The person's answer where there is no keyring.
   *
   * @throws DesktopCallError when there is one, or the file cannot be written
   */
  async choose(way: 'file' | 'memory'): Promise<void> {
    if (this.way === 'keyring') throw new DesktopCallError(words.calls.database.hasKeyring);
    const before = this.way;
    this.way = way;
    try {
      await this.save();
    } catch (error) {
      this.way = before;
      throw this.failure(error);
    }
  }

  private async openAll(): Promise<void> {
    const available = this.keyring.available();
    const { kept, isBroken } = this.file.load();
    if (isBroken) this.reason = words.notices.secrets.brokenFile;
    let unsealed = false;
    for (const [account, entry] of Object.entries(kept.passwords)) {
      if ('plain' in entry) {
        this.passwords.set(account, entry.plain);
        unsealed ||= entry.plain !== '';
      } else if (available) this.open(account, entry.sealed);
      else this.reason = words.notices.secrets.keyringGone(account);
    }
    this.way = available ? 'keyring' : kept.storage === 'file' || kept.storage === 'memory' ? kept.storage : 'ask';
    // A keyring that came later is the better place. If this fails, the file is as good as it was.
    if (available && unsealed) await this.save().catch(() => undefined);
  }

  private open(account: string, sealed: string): void {
    try {
      this.passwords.set(account, this.keyring.open(sealed));
    } catch {
      this.reason = words.notices.secrets.otherKeyring(account);
    }
  }

  private replace(entries: readonly (readonly [string, string])[]): void {
    this.passwords.clear();
    for (const [account, password] of entries) this.passwords.set(account, password);
  }

  private async save(): Promise<void> {
    const passwords: KeptSecrets['passwords'] = {};
    for (const [account, password] of this.passwords) {
      // An empty password is no secret: to ask for it after each start would help nobody.
      if (password === '' || this.way === 'file') passwords[account] = { plain: password };
      else if (this.way === 'keyring') passwords[account] = { sealed: this.keyring.seal(password) };
    }
    await this.file.save({ storage: this.way === 'ask' ? null : this.way, passwords });
  }

  private failure(error: unknown): DesktopCallError {
    return new DesktopCallError(words.calls.database.passwordNotKept(writeFailure(error)));
  }
}

function nameOf({ user, host }: Account): string {
  return `${user}@${host.trim().toLowerCase()}`;
}
