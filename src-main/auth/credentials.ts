/** What a request shows of who asks, as the edge found it. None of it is ever logged. */
export interface Credentials {
  /** Without a port. */
  readonly address: string;
  readonly userAgent: string | null;
  /** A token: from `Authorization: Bearer`, the WebSocket's subprotocol or its query. */
  readonly bearer: string | null;
  /** The cookie of a person's session. */
  readonly session: string | null;
  /** The cookie of a paired device. */
  readonly device: string | null;
  /** The window of the desktop program: there is no network between it and the server. */
  readonly isWindow: boolean;
}
