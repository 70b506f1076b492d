import type { DesktopNotice, PortInUse, ServingState } from '../../../src-shared/desktop-bridge.ts';
import { words } from '../words/words.ts';

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
        title: words.notices.ports.failedTitle,
        message: words.notices.ports.failed(serving.message),
      };
    default:
      return null;
  }
}

function title(inUse: readonly PortInUse[]): string {
  const { oneInUse, twoInUse } = words.notices.ports;
  const [first = 0, second] = inUse.map(({ port }) => port);
  return second === undefined ? oneInUse(first) : twoInUse(first, second);
}

function message(inUse: readonly PortInUse[], free: Free, environment: readonly string[]): string {
  const said = words.notices.ports;
  const who = inUse.map(({ port, program }) => said.who(program, port)).join(' ');
  const instead = [...new Set(inUse.map(({ name }) => free[name]))];
  const fixed = inUse.map(({ name }) => VARIABLE[name]).filter((name) => environment.includes(name));
  return said.message(who, fixed.length === 0 ? said.takeFree(instead) : said.changeVariables(fixed));
}
