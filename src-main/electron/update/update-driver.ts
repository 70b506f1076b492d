/** A newer version, as the feed announces it. */
export interface UpdateOffer {
  readonly version: string;
  /** Plain text; `null` where the feed says nothing. */
  readonly notes: string | null;
}

/** What looks for a new version, fetches it and puts it in place: one for each feed. */
export interface UpdateDriver {
  /** @returns `null` when there is nothing newer */
  check(): Promise<UpdateOffer | null>;
  /**
   * Fetches the version of the last check and verifies it.
   *
   * @param onProgress at least once a second while bytes arrive
   */
  download(onProgress: (percent: number) => void): Promise<void>;
  /** Ends what is on its way, which then fails. */
  abort(): Promise<void>;
  /** Puts the fetched version in place; the program must have ended its work. @param restart whether to start it */
  install(restart: boolean): void;
}
