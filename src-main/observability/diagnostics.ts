import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';

/** Each part of a bundle and where it comes from; a part that cannot be had says why instead. */
export type DiagnosticParts = Readonly<Record<string, () => unknown>>;

/**
 * What somebody who helps needs to see, in one document. It holds what the Monitor shows, the configuration without its
 * secrets and the machine; no order, no person, no password.
 *
 * @param explain a failure in plain words, without internals
 * @param at milliseconds since 1970
 */
export async function diagnostics(
  parts: DiagnosticParts,
  explain: (error: unknown) => string,
  at: number,
): Promise<Readonly<Record<string, unknown>>> {
  const gathered = await Promise.all(
    Object.entries(parts).map(async ([name, gather]) => {
      try {
        return [name, await gather()] as const;
      } catch (error) {
        return [name, { problem: explain(error) }] as const;
      }
    }),
  );
  return { madeAt: new Date(at).toISOString(), machine: machine(), ...Object.fromEntries(gathered) };
}

function machine(): object {
  return {
    platform: `${platform()} ${release()} ${arch()}`,
    processors: cpus().length,
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    versions: process.versions,
    processMemory: process.memoryUsage(),
  };
}
