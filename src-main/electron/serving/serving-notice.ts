import type { DesktopNotice, PortInUse, ServingState } from '../../../src-shared/desktop-bridge.ts';

type Free = Extract<ServingState, { kind: 'ports-in-use' }>['free'];

const VARIABLE: Readonly<Record<PortInUse['name'], string>> = { port: 'PORT', wsPort: 'WS_PORT' };

/**
 * What the person should know about the server for browsers; `null` while it is as they want it.
 *
 * @param environment the variables that stand above the settings
 */
export function servingNotice(serving: ServingState, environment: readonly string[]): DesktopNotice | null {
  const notice = { id: 'ports-in-use', severity: 'warning', file: null, dismissible: true } as const;
  switch (serving.kind) {
    case 'ports-in-use':
      return { ...notice, title: title(serving.inUse), message: message(serving.inUse, serving.free, environment) };
    case 'failed':
      return {
        ...notice,
        title: 'Browsers cannot open the console',
        message: `${serving.message} This window works all the same.`,
      };
    default:
      return null;
  }
}

function title(inUse: readonly PortInUse[]): string {
  const [first, second] = inUse.map(({ port }) => port);
  return second === undefined ? `Port ${first} is in use` : `Ports ${first} and ${second} are in use`;
}

function message(inUse: readonly PortInUse[], free: Free, environment: readonly string[]): string {
  const who = inUse.map(({ port, program }) => `${program ?? 'Another program'} has port ${port}.`).join(' ');
  const instead = [...new Set(inUse.map(({ name }) => free[name]))].join(' and ');
  const them = inUse.length === 1 ? 'port' : 'ports';
  const fixed = inUse.map(({ name }) => VARIABLE[name]).filter((name) => environment.includes(name));
  const wayOut =
    fixed.length === 0
      ? `take the free ${them} ${instead} in the settings`
      : `change ${fixed.join(' and ')} in the environment or .env and start Orderdeck again`;
  return `${who} So browsers cannot open the console; this window works all the same. End that program, or ${wayOut}.`;
}
