import { z } from 'zod';
import { type Person, personSchema } from '../../../src-shared/access.ts';
import { sessionSchema } from '../../../src-shared/session-info.ts';
import type { LocalRequest, LocalResponse } from '../../http/local-request.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { words } from '../words/words.ts';

export interface WindowLockDeps {
  readonly isOn: () => boolean;
  /** Asks the core as the window does; `null` while there is none. */
  readonly request: (request: LocalRequest) => Promise<LocalResponse> | null;
}

/**
 * While it is on, people sign in at the window as at a paired device, and only an admin changes what the program does.
 * It keeps people at the bench apart; whoever can write this user's files can take it off.
 */
export class WindowLock {
  constructor(private readonly deps: WindowLockDeps) {}

  get isOn(): boolean {
    return this.deps.isOn();
  }

  /** @throws DesktopCallError when the window is locked and whoever is signed in there is no admin */
  async requireAdmin(): Promise<void> {
    if (!this.isOn || (await this.isAdmin())) return;
    throw new DesktopCallError(words.calls.lock.adminOnly);
  }

  /** @throws DesktopCallError when nobody could take it off again */
  async requireSomebodyToUnlock(): Promise<void> {
    const people = await this.ask('/api/people', z.array(personSchema));
    if (people === null) {
      throw new DesktopCallError(words.calls.lock.notKnown);
    }
    if (people.some(canUnlock)) return;
    throw new DesktopCallError(words.calls.lock.nobody);
  }

  private async isAdmin(): Promise<boolean> {
    const session = await this.ask('/api/session', sessionSchema);
    return session?.principal?.role === 'admin';
  }

  /** @returns `null` when the core does not answer that */
  private async ask<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const answer = await this.deps.request({ method: 'GET', path, headers: {}, body: null, remote: 'window' });
    if (answer === null) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body) chunks.push(Buffer.from(chunk));
    if (answer.status !== 200) return null;
    return schema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  }
}

function canUnlock({ role, disabled, hasPassword, hasPin, hasBadge }: Person): boolean {
  return role === 'admin' && !disabled && (hasPassword || hasPin || hasBadge);
}
