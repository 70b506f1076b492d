import { type CheckOutcome, failed, passed } from './check-outcome.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';
import type { PortAnswer } from './probe-port.ts';
import { describeStranger } from './server-greeting.ts';
import { nameOfVersion } from './server-name.ts';

/** What an answer of the port means for somebody who looks for a MySQL server there. */
export function checkPort(answer: PortAnswer, address: DatabaseAddress): CheckOutcome {
  const { host, port } = address;
  const place = `port ${port} of ${host}`;
  switch (answer.kind) {
    case 'mysql':
      return passed(`${answer.version === '' ? 'A MySQL server' : nameOfVersion(answer.version)} answers at ${place}.`);
    case 'stranger':
      return failed(`At ${place} answers ${describeStranger(answer.bytes)}, not a MySQL server. Enter its port.`, {
        field: 'port',
      });
    case 'silent':
      return failed(
        `Something listens at ${place} but says nothing. It is not a MySQL server, or one that is stuck or overloaded.`,
        { field: 'port' },
      );
    case 'closed':
      return failed(
        `Something listens at ${place} but closes the connection at once. It is not a MySQL server, or a gateway to one that is away.`,
        { field: 'port' },
      );
    case 'unreachable':
      return unreachable(answer.error, address);
  }
}

function unreachable(error: Error, address: DatabaseAddress): CheckOutcome {
  const words = plainWords(error, address);
  const { code } = error as NodeJS.ErrnoException;
  const isHere = /^(localhost|127\.|::1$)/i.test(address.host);
  if (code === 'ECONNREFUSED' && isHere) {
    return failed(`${words} Start the server, or enter the port it listens on.`, {
      repair: startServer(),
      field: 'port',
    });
  }
  if (code === 'ECONNREFUSED') {
    return failed(
      `${words} Is it running, on that port? As installed, many servers listen to their own machine only; the line below, in the server's own settings under [mysqld], opens it to others.`,
      { repair: 'bind-address = 0.0.0.0', field: 'port' },
    );
  }
  if (code === 'ETIMEDOUT') {
    return failed(
      `${words} A firewall may be in the way, or the machine is off. Open the port, or enter another host.`,
      {
        field: 'host',
      },
    );
  }
  return failed(`${words} Look at the network of this machine, and whether the host is the right one.`, {
    field: 'host',
  });
}

function startServer(): string {
  switch (process.platform) {
    case 'win32':
      return 'net start MySQL';
    case 'darwin':
      return 'brew services start mysql';
    default:
      return 'sudo systemctl start mysql';
  }
}
