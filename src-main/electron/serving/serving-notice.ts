import type { DesktopNotice, PortInUse, ServingState } from '../../../src-shared/desktop-bridge.ts';

type Free = Extract<ServingState, { kind: 'ports-in-use' }>['free'];

/** What the person should know about the server for browsers; `null` while it is as they want it. */
export function servingNotice(serving: ServingState): DesktopNotice | null {
  const notice = { id: 'ports-in-use', severity: 'warning', file: null, dismissible: true } as const;
  switch (serving.kind) {
    case 'ports-in-use':
      return { ...notice, title: title(serving.inUse), message: message(serving.inUse, serving.free) };
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

function message(inUse: readonly PortInUse[], free: Free): string {
  const who = inUse.map(({ port, program }) => `${program ?? 'Another program'} has port ${port}.`).join(' ');
  const instead = [...new Set(inUse.map(({ name }) => free[name]))].join(' and ');
  const them = inUse.length === 1 ? 'port' : 'ports';
  return `${who} So browsers cannot open the console; this window works all the same. End that program, or take the free ${them} ${instead} in the settings.`;
}
