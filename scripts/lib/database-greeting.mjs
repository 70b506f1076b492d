import { connect } from 'node:net';

const HEADER = 4;
const PROTOCOL_10 = 0x0a;

/**
 * What the server on this port calls itself: the version in the first packet it sends, before anybody logs in.
 *
 * @param {string} host
 * @param {number} port
 * @param {number} [timeoutMs]
 * @returns {Promise<string | null>} for example `MariaDB 10.11.19` or `MySQL 9.7.1`; `null` when no such server answers
 */
export function readGreeting(host, port, timeoutMs = 2_000) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const done = (/** @type {string | null} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => done(null));
    socket.once('error', () => done(null));
    socket.once('end', () => done(null));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > HEADER && received[HEADER] !== PROTOCOL_10) return done(null);
      const end = received.indexOf(0, HEADER + 1);
      if (end !== -1) done(nameOf(received.toString('latin1', HEADER + 1, end)));
    });
  });
}

/** @param {string} version as in `5.5.5-10.11.19-MariaDB-0+deb12u1` (the 5.5.5 is for old replicas) or `9.7.1` */
export function nameOf(version) {
  const number = /\d+\.\d+\.\d+/.exec(version.replace(/^5\.5\.5-/, ''))?.[0] ?? version;
  return `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${number}`;
}
