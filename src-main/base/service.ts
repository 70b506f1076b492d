/** Something with a life: started once, in order, and stopped in the reverse order. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Releases everything that `start` acquired. Safe to call when `start` failed half way. */
  stop(): Promise<void>;
}
