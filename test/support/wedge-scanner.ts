import type { CDPSession, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** From one key to the next, and how long each stays down. Milliseconds. */
const KEY_MS = 5;
const DOWN_MS = 2;
/** Until somebody's next key after a scan. Milliseconds. */
const REACTION_MS = 60;

interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly text?: string;
  readonly shift?: boolean;
}

/** A scanner that types as a keyboard, and a person at the same one: real key events of a real Chromium. */
export class WedgeScanner {
  readonly #session: CDPSession;
  /** Milliseconds since 1970 at which the last key goes down: keys never overtake one another. */
  #at = 0;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async plugIn(page: Page): Promise<WedgeScanner> {
    return new WedgeScanner(await page.context().newCDPSession(page));
  }

  /** Types a code at 5 ms per key. @param end the key that follows it; `null` for a scanner set to send none */
  async scan(code: string, end: 'Enter' | 'Tab' | null = 'Enter'): Promise<void> {
    const keys = [...code].map(keyOf);
    if (end !== null) keys.push(endKey(end));
    await this.#send(keys, KEY_MS, DOWN_MS);
  }

  /** Types as a person does: each key `everyMs` after the one before. */
  async person(text: string, everyMs = 80): Promise<void> {
    await this.#send([...text].map(keyOf), everyMs, everyMs * 0.7);
  }

  /** Keys of a person, each followed in the same moment by a scan. */
  async personAmongScans(text: string, codes: readonly string[]): Promise<void> {
    for (const [index, letter] of [...text].entries()) {
      this.#begin(100);
      const at = this.#at;
      const sent = [this.#down(keyOf(letter), at)];
      const keys = [...[...(codes[index % codes.length] ?? '')].map(keyOf), endKey('Enter')];
      for (const [place, key] of keys.entries()) {
        sent.push(this.#down(key, at + 3 + place * KEY_MS), this.#up(key, at + 3 + place * KEY_MS + DOWN_MS));
      }
      this.#at = at + 3 + keys.length * KEY_MS + 60;
      sent.push(this.#up(keyOf(letter), this.#at));
      await Promise.all(sent);
      await this.#caughtUp();
    }
  }

  async #send(keys: readonly KeyPress[], everyMs: number, downMs: number): Promise<void> {
    this.#begin(everyMs);
    const sent: Promise<unknown>[] = [];
    for (const key of keys) {
      sent.push(this.#down(key, this.#at), this.#up(key, this.#at + downMs));
      this.#at += everyMs;
      // A person's keys come one by one, as the page sees them; a scanner's are on their way together.
      if (everyMs > KEY_MS) {
        await Promise.all(sent.splice(0));
        await eventually('the key was pressed', () => Date.now() > this.#at);
      }
    }
    await Promise.all(sent);
    await this.#caughtUp();
  }

  /** The times that the keys were given have come, and nobody presses a key right behind a scanner's last one. */
  async #caughtUp(): Promise<void> {
    await eventually('the last key was pressed', () => Date.now() > this.#at + REACTION_MS);
  }

  #begin(afterMs: number): void {
    this.#at = Math.max(Date.now(), this.#at + Math.max(afterMs, 100));
  }

  #down(key: KeyPress, at: number): Promise<unknown> {
    return this.#dispatch('keyDown', key, at);
  }

  #up(key: KeyPress, at: number): Promise<unknown> {
    return this.#dispatch('keyUp', key, at);
  }

  #dispatch(type: 'keyDown' | 'keyUp', { key, code, keyCode, text, shift }: KeyPress, at: number): Promise<unknown> {
    return this.#session.send('Input.dispatchKeyEvent', {
      type,
      key,
      code,
      windowsVirtualKeyCode: keyCode,
      modifiers: shift === true ? 8 : 0,
      timestamp: at / 1_000,
      ...(type === 'keyDown' && text !== undefined && { text }),
    });
  }
}

function endKey(key: 'Enter' | 'Tab'): KeyPress {
  return key === 'Enter' ? { key, code: key, keyCode: 13, text: '\r' } : { key, code: key, keyCode: 9 };
}

function keyOf(character: string): KeyPress {
  const upper = character.toUpperCase();
  const keyCode = upper.charCodeAt(0);
  if (/\d/.test(character)) return { key: character, code: `Digit${character}`, keyCode, text: character };
  if (/[a-z]/i.test(character)) {
    return { key: character, code: `Key${upper}`, keyCode, text: character, shift: character === upper };
  }
  if (character === ' ') return { key: character, code: 'Space', keyCode: 32, text: character };
  const code = character === ':' ? 'Semicolon' : character === '-' ? 'Minus' : 'Slash';
  return { key: character, code, keyCode: 0xba, text: character, shift: character === ':' };
}
