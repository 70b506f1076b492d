/**
 * The epoch names one unbroken life of the log. It is kept in the database, so every server of a database shares it
 * and a token of one is good at another; it changes when the log was replaced or bypassed, which makes older tokens
 * worthless. The adapter is in `mysql/`.
 */
export interface EpochStore {
  read(): Promise<{ readonly epoch: string; readonly tokenSecret: string; readonly cleanedBelow: number }>;
  /**
   * Replaces the epoch and forgets how far the log was cleaned, unless another server has done so already.
   *
   * @param known the epoch this server had
   * @returns the epoch that holds now
   */
  rotate(known: string): Promise<string>;
}
