import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { deferred } from '../support/deferred.ts';

export interface WireTarget {
  readonly host: string;
  readonly port: number;
}

interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

interface Hold {
  readonly pattern: RegExp;
  readonly side: 'statement' | 'answer';
  readonly reached: () => void;
}

/** The wire between a server and its database: can be cut, frozen, slowed, and can hold one certain statement. */
export class SqlWire {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #target: WireTarget;
  #isFrozen = false;
  #isRefusing = false;
  #delayMs = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #hold: Hold | null = null;
  /** Bytes that came from the database, since a row last set this to 0. */
  passed = 0;

  private constructor(target: WireTarget) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  static async start(target: WireTarget): Promise<SqlWire> {
    const wire = new SqlWire(target);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection with a reset. */
  cut(): void {
    for (const { near, far } of this.#links) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Resets each new connection until `accept`. */
  refuse(): void {
    this.#isRefusing = true;
  }

  accept(): void {
    this.#isRefusing = false;
  }

  /** Passes nothing on in either direction, and tells nobody. */
  freeze(): void {
    this.#isFrozen = true;
    for (const { near, far } of this.#links) for (const socket of [near, far]) socket.pause();
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const { near, far } of this.#links) for (const socket of [near, far]) socket.resume();
  }

  /** Holds each piece of data back for so long, in both directions. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Lets so many bytes of answers through per second and connection. */
  throttle(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Ends the direction towards the database; what it says still arrives. */
  halfClose(): void {
    for (const { far } of this.#links) far.end();
  }

  /** New connections lead there; those that are open end. */
  redirect(target: WireTarget): void {
    this.#target = target;
    this.cut();
  }

  /**
   * Holds the next statement that matches: before it reaches the database (`statement`), or when it has been carried
   * out and its answer comes back (`answer`). Resolves when that has happened; nothing more passes on that connection.
   */
  hold(pattern: RegExp, side: Hold['side']): Promise<void> {
    const reached = deferred<void>();
    this.#hold = { pattern, side, reached: () => reached.resolve() };
    return reached.promise;
  }

  /** Forgets a hold that nothing has come to yet. */
  forgetHold(): void {
    this.#hold = null;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    if (this.#isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ ...this.#target, allowHalfOpen: true });
    const link = { near, far };
    this.#links.add(link);
    const held = { isHeld: false, awaits: null as Hold | null };
    near.on('data', (data: Buffer) => {
      if (held.isHeld) return;
      const hold = this.#hold;
      if (hold?.pattern.test(data.toString('latin1')) === true) {
        this.#hold = null;
        if (hold.side === 'answer') held.awaits = hold;
        else {
          held.isHeld = true;
          hold.reached();
          return;
        }
      }
      this.#later(() => far.writable && far.write(data));
    });
    far.on('data', (data: Buffer) => {
      this.passed += data.length;
      if (held.awaits !== null) {
        held.isHeld = true;
        held.awaits.reached();
        held.awaits = null;
      }
      if (held.isHeld) return;
      this.#rest(far, data.length);
      this.#later(() => near.writable && near.write(data));
    });
    this.#end(near, far, link);
    this.#end(far, near, link);
    if (this.#isFrozen) for (const socket of [near, far]) socket.pause();
  }

  #later(act: () => void): void {
    if (this.#delayMs > 0) setTimeout(act, this.#delayMs);
    else act();
  }

  /** The socket reads no more until so many bytes have had their time. */
  #rest(socket: Socket, bytes: number): void {
    if (!Number.isFinite(this.#bytesPerSecond)) return;
    socket.pause();
    setTimeout(() => !this.#isFrozen && socket.resume(), (bytes / this.#bytesPerSecond) * 1_000);
  }

  // A reset or a refusal on one side ends the other; that is all a wire can say.
  #end(from: Socket, to: Socket, link: Link): void {
    from.on('end', () => this.#later(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#links.delete(link);
      if (from.errored !== null) to.destroy();
      else this.#later(() => to.end());
    });
  }
}
