import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

/** A wire on the loopback that can be cut, frozen, slowed and half closed, to try what networks do. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: ProxyTarget;
  readonly #links = new Set<Link>();
  #frozen = false;
  #refusing = false;
  #delayMs = 0;
  /** Connections accepted so far. */
  accepted = 0;
  /** Bytes that came from the target, since a test last set this to 0. */
  passed = 0;

  private constructor(target: ProxyTarget) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  static async start(target: ProxyTarget): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Ends every connection with a reset; new ones are accepted, unless `refuse` says otherwise. */
  cut(): void {
    for (const { near, far } of this.#links) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Resets each new connection until `accept`. */
  refuse(): void {
    this.#refusing = true;
  }

  accept(): void {
    this.#refusing = false;
  }

  /** Passes nothing on in either direction; connections stay open and nobody is told. */
  freeze(): void {
    this.#frozen = true;
    for (const link of this.#links) pauseBoth(link);
  }

  thaw(): void {
    this.#frozen = false;
    for (const { near, far } of this.#links) {
      near.resume();
      far.resume();
    }
  }

  /** Holds each piece of data back for so long, in both directions. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Ends the direction towards the target; what the target says still arrives. */
  halfClose(): void {
    for (const { far } of this.#links) far.end();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    this.accepted++;
    if (this.#refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ ...this.#target, allowHalfOpen: true });
    const link = { near, far };
    this.#links.add(link);
    this.#pass(near, far, link);
    this.#pass(far, near, link);
    if (this.#frozen) pauseBoth(link);
  }

  #pass(from: Socket, to: Socket, link: Link): void {
    const later = (act: () => void) => {
      if (this.#delayMs > 0) setTimeout(act, this.#delayMs);
      else act();
    };
    from.on('data', (data: Buffer) => {
      if (from === link.far) this.passed += data.length;
      later(() => to.writable && to.write(data));
    });
    from.on('end', () => later(() => to.end()));
    // A reset or a refusal on one side ends the other; that is all a wire can say.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#links.delete(link);
      if (from.errored !== null) to.destroy();
      else later(() => to.end());
    });
  }
}

function pauseBoth({ near, far }: Link): void {
  near.pause();
  far.pause();
}
