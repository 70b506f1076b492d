import WebSocket from 'ws';

/** A client of `orderdeck.v1` that keeps the version of each order, and comes back with its token when it is cut off. */
export class SoakClient {
  /** @type {Map<number, number>} */
  versions = new Map();
  reconnects = 0;
  /** @type {string | null} */
  #token = null;
  #ended = false;
  /** @type {WebSocket | null} */
  #socket = null;
  #url;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
    this.#connect();
  }

  /** Cuts the connection; the client comes back by itself. */
  cut() {
    this.#socket?.terminate();
  }

  end() {
    this.#ended = true;
    this.#socket?.terminate();
  }

  #connect() {
    const socket = new WebSocket(this.#url, 'orderdeck.v1');
    this.#socket = socket;
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', ...(this.#token === null ? {} : { token: this.#token }) })),
    );
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#ended) return;
      this.reconnects++;
      setTimeout(() => this.#ended || this.#connect(), 50 + Math.random() * 150);
    });
  }

  /** @param {any} message */
  #take(message) {
    switch (message.type) {
      case 'snapshot-begin':
        this.versions = new Map();
        break;
      case 'snapshot-chunk':
        for (const { id, version } of message.orders) this.versions.set(id, version);
        break;
      case 'changes':
        for (const { type, order } of message.changes) {
          if (type === 'DELETE') this.versions.delete(order.id);
          else if ((this.versions.get(order.id) ?? -1) < order.version) this.versions.set(order.id, order.version);
        }
        break;
    }
    if (typeof message.token === 'string') this.#token = message.token;
  }
}
