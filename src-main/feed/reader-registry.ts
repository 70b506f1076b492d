import type { Position } from './position.ts';

/** A server that reads the log, as the others see it. */
export interface ReaderEntry {
  readonly id: string;
  readonly lowWater: number;
  readonly heartbeatAgeMs: number;
  readonly live: boolean;
}

/** Where every reader says how far it is, so that the clean-up deletes nothing that one of them still needs. */
export interface ReaderRegistry {
  heartbeat(readerId: string, label: string, position: Position): Promise<void>;
  list(): Promise<readonly ReaderEntry[]>;
  leave(readerId: string): Promise<void>;
}
