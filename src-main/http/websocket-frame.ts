import type { WireEncoding } from '../hub/outgoing-message.ts';

const FINAL_TEXT = 0x81;

/** One unmasked, final text frame (RFC 6455, section 5.2): what a server sends for one message. */
export function textFrame(payload: Buffer): readonly Buffer[] {
  const { length } = payload;
  if (length < 126) return [Buffer.from([FINAL_TEXT, length]), payload];
  if (length < 65_536) {
    const header = Buffer.alloc(4);
    header.writeUInt16BE(length, 2);
    header[0] = FINAL_TEXT;
    header[1] = 126;
    return [header, payload];
  }
  const header = Buffer.alloc(10);
  header.writeBigUInt64BE(BigInt(length), 2);
  header[0] = FINAL_TEXT;
  header[1] = 127;
  return [header, payload];
}

/** The frames of all parts in one piece, so that a batch is one write per client, however many messages it is. */
export const WEBSOCKET_FRAMES: WireEncoding = {
  name: 'websocket',
  encode: ({ parts }) => Buffer.concat(parts.flatMap(textFrame)),
};
