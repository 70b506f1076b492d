import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { eventually } from './eventually.ts';

export interface UpgradeOptions {
  readonly path?: string;
  readonly host?: string;
  readonly origin?: string;
  readonly protocol?: string;
  readonly version?: string;
}

export interface Frame {
  readonly final: boolean;
  /** 0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A WebSocket client without a library: sends any bytes, and sees each frame as the server framed it. */
export class RawWebSocket {
  readonly frames: Frame[] = [];
  /** Status line and headers of the answer to the upgrade; empty until it came. */
  head = '';
  /** The server has ended or reset the connection. */
  ended = false;
  #rest: Buffer = Buffer.alloc(0);
  /** What came after `#rest`; joined once there is enough for a frame, so that large ones do not take for ever. */
  #more: Buffer[] = [];
  #missing = 0;

  private constructor(private readonly tcp: Socket) {
    tcp.on('data', (data: Buffer) => this.#receive(data));
    tcp.on('close', () => {
      this.ended = true;
    });
    tcp.on('error', () => {
      this.ended = true;
    });
  }

  /** Asks for the upgrade and waits for the answer, whatever it is. */
  static async open(port: number, options: UpgradeOptions = {}): Promise<RawWebSocket> {
    const { path = '/', host = `127.0.0.1:${port}`, origin, protocol, version = '13' } = options;
    const raw = new RawWebSocket(connect(port, '127.0.0.1'));
    raw.tcp.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        `Sec-WebSocket-Version: ${version}`,
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(origin === undefined ? [] : [`Origin: ${origin}`]),
        ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
        '\r\n',
      ].join('\r\n'),
    );
    await eventually('the upgrade was answered', () => raw.head !== '');
    return raw;
  }

  get status(): number {
    return Number(this.head.split(' ')[1]);
  }

  /** What came after the headers, as text: the body of a refusal. */
  get body(): string {
    return this.#rest.toString();
  }

  /** Code of the close frame, once it came. */
  get closeCode(): number | null {
    const close = this.frames.find((frame) => frame.opcode === 8);
    return close === undefined ? null : close.payload.readUInt16BE(0);
  }

  /** Sends one frame, masked as a client must. */
  sendFrame(opcode: number, payload: Buffer | string, { final = true, masked = true } = {}): void {
    const data = Buffer.from(payload);
    const mask = randomBytes(4);
    const size =
      data.length < 126
        ? Buffer.from([data.length])
        : data.length < 65_536
          ? Buffer.from([126, data.length >> 8, data.length & 255])
          : Buffer.from([127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (data.length >>> shift) & 255)]);
    size[0] = (size[0] ?? 0) | (masked ? 0x80 : 0);
    const body = masked ? data.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : data;
    this.write(
      Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode]), size, masked ? mask : Buffer.alloc(0), body]),
    );
  }

  write(bytes: Buffer | string): void {
    this.tcp.write(bytes);
  }

  pause(): void {
    this.tcp.pause();
  }

  resume(): void {
    this.tcp.resume();
  }

  /** Vanishes with a reset. */
  async close(): Promise<void> {
    this.tcp.destroy();
  }

  #receive(data: Buffer): void {
    this.#more.push(data);
    this.#missing -= data.length;
    if (this.#missing > 0) return;
    this.#rest = Buffer.concat([this.#rest, ...this.#more.splice(0)]);
    if (this.head === '') {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.head = this.#rest.subarray(0, end).toString();
      this.#rest = this.#rest.subarray(end + 4);
    }
    if (this.status === 101) this.#takeFrames();
  }

  #takeFrames(): void {
    for (;;) {
      const [first = 0, second = 0] = this.#rest;
      const short = second & 127;
      const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (this.#rest.length < headerBytes) return;
      const length =
        short < 126 ? short : short === 126 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2));
      this.#missing = headerBytes + length - this.#rest.length;
      if (this.#missing > 0) return;
      const payload = this.#rest.subarray(headerBytes, headerBytes + length);
      this.frames.push({ final: (first & 0x80) !== 0, opcode: first & 15, payload });
      this.#rest = this.#rest.subarray(headerBytes + length);
    }
  }
}
