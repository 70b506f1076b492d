/** A server as it shows itself to the others. */
export interface BusMember {
  readonly id: string;
  /** For people: host and process. */
  readonly label: string;
  /** Clients connected to it. */
  readonly clients: number;
  /** Where its stream stands, while it leads. */
  readonly seq: number;
}

export interface BusTick {
  readonly member: BusMember;
  /** Whether this server could lead: it reads the log and nothing is wrong. */
  readonly wants: boolean;
  /** The highest fence this server knows of. */
  readonly knownFence: number;
  /** How long the lease lasts from now, in milliseconds. */
  readonly leaseMs: number;
  /** How long this server is shown to the others after its last tick, in milliseconds. */
  readonly memberMs: number;
}

/** A lease as Redis knows it now. */
export interface BusHolder {
  readonly leader: string;
  readonly fence: number;
  /** Milliseconds until it ends if nobody renews it. */
  readonly leftMs: number;
}

export interface BusAnswer {
  /** `null`: nobody leads. */
  readonly holder: BusHolder | null;
  /** Servers that showed themselves lately, this one included. */
  readonly members: readonly BusMember[];
}

/** What a bus between servers must do. May lose, repeat and reorder messages, and fail at any time. */
export interface BusTransport {
  /** @param received text of a message, from any server, this one included */
  subscribe(received: (text: string) => void): void;
  /** In one step: renews the lease of this server or takes a free one, and shows this server to the others. */
  tick(tick: BusTick): Promise<BusAnswer>;
  /** @returns false when the lease with this fence is not held any more: then nobody was told */
  publishAs(fence: number, text: string): Promise<boolean>;
  publish(text: string): Promise<void>;
  /** Ends the lease of this server, if it holds one, and takes it off the list. */
  leave(): Promise<void>;
  /** Nothing is heard although Redis answers: subscribes anew. */
  resubscribe(): void;
}
