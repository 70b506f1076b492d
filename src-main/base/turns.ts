/** Does one piece of work after the other, in the sequence in which they were asked for. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** @returns what the work does, once those before it have ended; a failure is the caller's, not that of the next */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
