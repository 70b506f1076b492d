import type { ServingState } from '../../../src-shared/desktop-bridge.ts';
import type { DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import { environmentOf } from './environment.ts';

type Ports = DesktopSettings['ports'];
type PortName = keyof Ports;

const VARIABLE: Readonly<Record<PortName, string>> = { port: 'PORT', wsPort: 'WS_PORT' };
const NAMES = ['port', 'wsPort'] as const;

/** What is to be saved so that the ports can be had. */
export interface PortsOffer {
  readonly ports: Ports;
  /** Those of them that are other ones than before. */
  readonly changed: readonly number[];
}

/** Pure: `null` when no port is missing, or when the environment decides one that is, so that saving cannot help. */
export function portsOffer(
  serving: ServingState,
  { ports }: Pick<DesktopSettings, 'ports'>,
  environment: readonly string[],
): PortsOffer | null {
  if (serving.kind !== 'ports-in-use' || fixedInUse(serving, environment).length > 0) return null;
  const { inUse, free } = serving;
  const missing = (name: PortName) => inUse.some((one) => one.name === name);
  const wanted = (name: PortName) => (missing(name) ? free[name] : ports[name]);
  return {
    ports: { port: wanted('port'), wsPort: wanted('wsPort') },
    changed: NAMES.filter(missing).map((name) => free[name]),
  };
}

/** Pure: the variables that decide a port which cannot be had. */
export function fixedInUse(serving: ServingState, environment: readonly string[]): readonly string[] {
  if (serving.kind !== 'ports-in-use') return [];
  return serving.inUse.map(({ name }) => VARIABLE[name]).filter((name) => environment.includes(name));
}

/** Pure: the ports as they are, where the environment decides them; `null` for one that is not known. */
export function portsInEffect(
  serving: ServingState,
  { ports }: Pick<DesktopSettings, 'ports'>,
  environment: readonly string[],
): { readonly [Name in PortName]: number | null } {
  const fixed = environmentOf(environment, 'ports');
  const one = (name: PortName) => (fixed.includes(VARIABLE[name]) ? asServed(serving, name) : ports[name]);
  return { port: one('port'), wsPort: one('wsPort') };
}

function asServed(serving: ServingState, name: PortName): number | null {
  switch (serving.kind) {
    case 'serving':
      return name === 'port' ? portOf(serving.urls[0]) : serving.wsPort;
    case 'ports-in-use':
      return serving.inUse.find((one) => one.name === name)?.port ?? serving.free[name];
    case 'off':
    case 'starting':
    case 'failed':
      return null;
  }
}

function portOf(url: string | undefined): number | null {
  if (url === undefined) return null;
  const { port } = new URL(url);
  return port === '' ? 80 : Number(port);
}
