/** Turns the JSON of messages into the bytes one kind of transport sends. One instance per transport, used as a key. */
export interface WireEncoding {
  readonly name: string;
  encode(message: OutgoingMessage): Buffer;
}

/**
 * One or more protocol messages, serialised once. What a transport adds (frame headers, `data:` lines) is made once
 * too and shared by all its clients, so the cost of a change hardly depends on how many look at it.
 */
export class OutgoingMessage {
  private readonly encoded = new Map<WireEncoding, Buffer>();
  /** Bytes of its parts, before a transport adds its own. */
  readonly size: number;

  /**
   * @param parts the JSON of each message
   * @param token the resume token that holds once these messages were received, where they carry one
   */
  constructor(
    readonly parts: readonly Buffer[],
    readonly token: string | null = null,
  ) {
    this.size = parts.reduce((sum, part) => sum + part.length, 0);
  }

  static of(message: object, token: string | null = null): OutgoingMessage {
    return new OutgoingMessage([Buffer.from(JSON.stringify(message))], token);
  }

  bytes(encoding: WireEncoding): Buffer {
    let bytes = this.encoded.get(encoding);
    if (bytes === undefined) {
      bytes = encoding.encode(this);
      this.encoded.set(encoding, bytes);
    }
    return bytes;
  }
}
