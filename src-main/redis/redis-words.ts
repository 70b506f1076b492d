const WORDS: readonly [pattern: RegExp, words: string][] = [
  [/WRONGPASS|NOAUTH|invalid password/i, 'it refuses the user or password in REDIS_URL'],
  [/NOPERM/, 'its user may not run scripts, or not use these keys and channels'],
  [/MOVED|CROSSSLOT|ASK /, 'it is a cluster: set REDIS_CLUSTER=1'],
  [/cluster support disabled/i, 'it is no cluster: set REDIS_CLUSTER=0'],
  [/CLUSTERDOWN|Failed to refresh slots/, 'the cluster is down'],
  [/READONLY/, 'it is a replica that cannot be written to'],
  [/OOM/, 'its memory is full'],
  [/LOADING|MASTERDOWN/, 'it is still starting'],
  [/certificate|self.signed|altname/i, 'its certificate is not trusted'],
  [/ECONNREFUSED/, 'nothing answers at REDIS_URL'],
  [/ENOTFOUND|EAI_AGAIN/, 'the name in REDIS_URL is not known'],
  [/timed out|ETIMEDOUT/i, 'it does not answer in time'],
  [/max retries|isn't writeable|Connection is closed|ECONNRESET|EPIPE|socket/i, 'the connection is lost'],
];

/**
 * Why Redis is away, as half a sentence. Never the address or the password.
 *
 * @param last what went wrong with the connection; tells more than the command that failed for want of one
 */
export function redisWords(error: unknown, last: Error | null): string {
  for (const cause of [last, error]) {
    const text = textOf(cause);
    const found = WORDS.find(([pattern]) => text !== '' && pattern.test(text));
    if (found !== undefined) return found[1];
  }
  return 'it answers with an error';
}

function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const { code, lastNodeError } = cause as Error & { code?: string; lastNodeError?: Error };
  return `${code ?? ''} ${cause.message} ${lastNodeError?.message ?? ''}`.trim();
}
