import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { Picture } from '../support/picture.ts';
import { SentChanges } from './sent-changes.ts';
import { Watcher } from './watcher.ts';

/** One connection and what came over it. */
interface Life {
  readonly picture: Picture;
  readonly snapshots: readonly string[];
  readonly faults: readonly string[];
  readonly messages: readonly ServerMessage[];
}

/** A watcher whose connections follow each other, each of which goes on with the picture of the one before. */
export abstract class ReconnectingWatcher<One extends Life> extends Watcher {
  readonly lives: One[] = [];

  get picture(): Picture {
    return this.last?.picture ?? new Map();
  }

  get snapshots(): readonly string[] {
    return this.lives.flatMap(({ snapshots }) => snapshots);
  }

  faults(): readonly string[] {
    return this.lives.flatMap(({ faults }) => faults);
  }

  steps(): readonly string[] {
    return this.#sent().faults;
  }

  changeIds(): readonly number[] {
    return [...this.#sent().ids];
  }

  protected get last(): One | undefined {
    return this.lives[this.lives.length - 1];
  }

  #sent(): SentChanges {
    const sent = new SentChanges();
    for (const { messages } of this.lives) for (const message of messages) sent.take(message);
    return sent;
  }
}
