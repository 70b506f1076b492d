import type { PortInUse, ServingState } from '../../../src-shared/desktop-bridge.ts';
import type { Config } from '../../config/config.ts';
import { words } from '../words/words.ts';
import { freePorts } from './free-ports.ts';
import { whyNotListen } from './why-not-listen.ts';

export type PortProblem = Extract<ServingState, { kind: 'ports-in-use' | 'failed' }>;
export type WantedPorts = Pick<Config, 'BIND_ADDRESS' | 'PORT' | 'WS_PORT'>;

/** Below are the ports of the system. */
const FIRST_FREE_FOR_ALL = 1_024;

/**
 * Why the ports cannot be had, before anything is opened; `null` when they can.
 *
 * @param holder names the program that has a port
 */
export async function portProblem(
  { BIND_ADDRESS, PORT, WS_PORT }: WantedPorts,
  holder: (port: number) => Promise<string | null>,
): Promise<PortProblem | null> {
  if (PORT === WS_PORT && PORT !== 0) {
    return failed(words.notices.ports.bothAlike(PORT));
  }
  const taken: Omit<PortInUse, 'program'>[] = [];
  for (const [name, port] of [['port', PORT] as const, ['wsPort', WS_PORT] as const]) {
    const reason = await whyNotListen(BIND_ADDRESS, port);
    if (reason === null) continue;
    const words = plainWords(reason, port, BIND_ADDRESS);
    if (words !== null) return failed(words);
    taken.push({ name, port });
  }
  if (taken.length === 0) return null;
  // Each may take its time to be found.
  const inUse = await Promise.all(taken.map(async (one) => ({ ...one, program: await holder(one.port) })));
  const isFree = async (port: number) => (await whyNotListen(BIND_ADDRESS, port)) === null;
  const free = await freePorts({ port: PORT, wsPort: WS_PORT }, isFree);
  return free === null ? failed(words.notices.ports.noneFree) : { kind: 'ports-in-use', inUse, free };
}

/** `null`: some program has it. */
function plainWords(reason: string, port: number, address: string): string | null {
  switch (reason) {
    case 'EADDRINUSE':
      return null;
    case 'EACCES':
      // Windows also refuses ports that it keeps for its own virtual machines, which is as good as in use.
      if (port >= FIRST_FREE_FOR_ALL) return null;
      return words.notices.ports.forbidden(port);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return words.notices.ports.notOurs(address);
    default:
      return words.notices.ports.notOpened(port, reason);
  }
}

function failed(message: string): PortProblem {
  return { kind: 'failed', message };
}
