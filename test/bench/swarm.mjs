// Many WebSocket clients in one process of their own. They read raw frames: parsing JSON a thousand times over would
// measure this process instead of the server. The first client does look into them and tells how many changes a frame
// holds; the others are held to it byte by byte in number. Up to twenty clients all do. Those at the end may stall.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const [, , port, path, protocol, count, stalled] = process.argv;
const CLIENTS = Number(count);
const COUNTING = CLIENTS <= 20 ? CLIENTS : 1;
const FIRST_STALLED = CLIENTS - Number(stalled ?? 0);
/** @typedef {{ bytes: number, frames: number, changes: number }} Tally */
/** @type {Tally[]} */
const tallies = [];

for (let index = 0; index < CLIENTS; index++) tallies.push(await open(index));
process.send?.({ ready: true });
process.on('message', () =>
  process.send?.({
    changes: tallies.slice(0, COUNTING).map((tally) => tally.changes),
    bytes: tallies.slice(0, FIRST_STALLED).map((tally) => tally.bytes),
    frames: tallies.map((tally) => tally.frames),
  }),
);
process.on('disconnect', () => process.exit(0));

/** @param {number} index @returns {Promise<Tally>} */
function open(index) {
  const tally = { bytes: 0, frames: 0, changes: 0 };
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.once('error', reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${protocol === 'base' ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
    let upgraded = false;
    /** @type {Buffer[]} */
    let pending = [];
    socket.on('data', (data) => {
      let chunk = data;
      if (!upgraded) {
        chunk = Buffer.concat([...pending, data]);
        const end = chunk.indexOf('\r\n\r\n');
        if (end === -1) {
          pending = [chunk];
          return;
        }
        upgraded = true;
        pending = [];
        chunk = chunk.subarray(end + 4);
        if (protocol !== 'base') socket.write(textFrame('{"type":"hello"}'));
        if (index >= FIRST_STALLED) socket.pause();
        resolve(tally);
      }
      tally.bytes += chunk.length;
      if (index < COUNTING) pending = readFrames(Buffer.concat([...pending, chunk]), socket, tally);
    });
  });
}

/**
 * @param {Buffer} buffer
 * @param {import('node:net').Socket} socket
 * @param {Tally} tally
 * @returns {Buffer[]} what is left
 */
function readFrames(buffer, socket, tally) {
  let at = 0;
  while (buffer.length - at >= 2) {
    const opcode = (buffer[at] ?? 0) & 0x0f;
    let length = (buffer[at + 1] ?? 0) & 0x7f;
    let header = 2;
    if (length === 126) {
      if (buffer.length - at < 4) break;
      length = buffer.readUInt16BE(at + 2);
      header = 4;
    } else if (length === 127) {
      if (buffer.length - at < 10) break;
      length = Number(buffer.readBigUInt64BE(at + 2));
      header = 10;
    }
    if (buffer.length - at < header + length) break;
    const payload = buffer.subarray(at + header, at + header + length);
    at += header + length;
    tally.frames++;
    if (opcode === 1) tally.changes += occurrences(payload, '"changeId":');
    if (opcode === 9) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
  }
  return at === buffer.length ? [] : [Buffer.from(buffer.subarray(at))];
}

/** @param {Buffer} buffer @param {string} text */
function occurrences(buffer, text) {
  let found = 0;
  for (let at = buffer.indexOf(text); at !== -1; at = buffer.indexOf(text, at + text.length)) found++;
  return found;
}

/** @param {string} text a short masked frame, as clients send them */
function textFrame(text) {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
