/** Ports that browsers refuse to open, whoever listens there. */
const REFUSED_BY_BROWSERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
const LOWEST = 1_024;
const HIGHEST = 65_535;

/**
 * The two ports next above the wanted ones that can be had; a wanted one that can be had stays.
 *
 * @param isFree whether a port can be had on the addresses the server listens on
 * @returns `null` when there are none
 */
export async function freePorts(
  wanted: { readonly port: number; readonly wsPort: number },
  isFree: (port: number) => Promise<boolean>,
): Promise<{ readonly port: number; readonly wsPort: number } | null> {
  const port = await nextFree(wanted.port, wanted.port === wanted.wsPort ? null : wanted.wsPort, isFree);
  if (port === null) return null;
  const wsPort = await nextFree(wanted.wsPort, port, isFree);
  return wsPort === null ? null : { port, wsPort };
}

async function nextFree(
  from: number,
  taken: number | null,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | null> {
  for (let step = 0; step <= HIGHEST - LOWEST; step++) {
    const port = from + step <= HIGHEST ? from + step : LOWEST + ((from + step) % (HIGHEST + 1));
    if (port < LOWEST || port === taken || REFUSED_BY_BROWSERS.has(port)) continue;
    if (await isFree(port)) return port;
  }
  return null;
}
