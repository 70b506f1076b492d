import { session } from './session.ts';

/**
 * What was read for one person and is shown again without being asked for again: as many things as given at most, the
 * oldest going first, and nothing of it for the next person before this screen.
 */
export class Kept<Key, Value> {
  readonly #most: number;
  readonly #values = new Map<Key, Value>();
  #whose: string | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Value | undefined {
    this.#forgetOthers();
    return this.#values.get(key);
  }

  set(key: Key, value: Value): void {
    this.#forgetOthers();
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) return;
      this.#values.delete(oldest);
    }
  }

  #forgetOthers(): void {
    const { name } = session.getState();
    if (name !== this.#whose) this.#values.clear();
    this.#whose = name;
  }
}
