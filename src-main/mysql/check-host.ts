import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type CheckOutcome, failed, passed } from './check-outcome.ts';
import { StatementTimeoutError } from './mysql-error.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';

/** Whether the name of the host is known; the system's own search is given up after `timeoutMs`. */
export async function checkHost(address: DatabaseAddress, timeoutMs: number): Promise<CheckOutcome> {
  const { host } = address;
  if (isIP(host) !== 0) return passed(`${host} is an address.`);
  try {
    const found = await withDeadline(lookup(host, { all: true }), timeoutMs);
    return passed(`${host} is ${found.map((entry) => entry.address).join(', ')}.`);
  } catch (error) {
    const hint = /[:/@\s]/.test(host)
      ? 'Enter the name alone, without protocol, user or port.'
      : 'Look for a typing mistake, or enter the address of the machine in numbers.';
    return failed(`${plainWords(error, address)} ${hint}`, { repair: `nslookup ${host}`, field: 'host' });
  }
}

async function withDeadline<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StatementTimeoutError('the name was not found in time')), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
