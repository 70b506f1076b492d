/** What a transport tells of its connection. */
export interface OpenConnection {
  /** One whole message; `null` for a binary one. */
  received(text: string | null): void;
  /** The connection is gone. */
  ended(): void;
}
