import type { OpenConnection } from './open-connection.ts';

/** What a client says meanwhile: its hello and some commands. */
const MAX_EARLY = 32;

/** A connection whose owner is still being identified: what arrives meanwhile waits its turn. */
export function awaitedConnection(opening: Promise<OpenConnection | null>): OpenConnection {
  const early: (string | null)[] = [];
  let opened: OpenConnection | null = null;
  let isGone = false;
  void opening.then((connection) => {
    opened = connection;
    for (const text of early.splice(0)) connection?.received(text);
    if (isGone) connection?.ended();
  });
  return {
    received(text) {
      if (opened !== null) opened.received(text);
      else if (early.length < MAX_EARLY) early.push(text);
    },
    ended() {
      isGone = true;
      opened?.ended();
    },
  };
}
