import { type ServerMessage, serverMessageSchema } from '../../src-shared/server-message.ts';

/** Parses one frame. `null` when it is not a message of the protocol: such a frame is never applied. */
export function readMessage(text: string): ServerMessage | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = serverMessageSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
}
