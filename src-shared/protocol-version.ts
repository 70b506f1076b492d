/** The WebSocket subprotocol a client asks for to get batches, resume tokens, status and commands. */
export const ORDERDECK_V1 = 'orderdeck.v1';

/** How often the server tells its clients that it is alive and how old its data is, in milliseconds. */
export const HEARTBEAT_MS = 5_000;

/** The largest message a client may send, in bytes. A command is far below this. */
export const MAX_CLIENT_MESSAGE_BYTES = 64 * 1024;

/** The most orders that are created by one command. */
export const MAX_BATCH_ORDERS = 500;

/** The largest batch of new orders the REST API takes, in bytes of its JSON. */
export const MAX_BATCH_BYTES = 1024 * 1024;

/** The most orders one bulk command may name. */
export const MAX_BULK_ORDERS = 1_000;
