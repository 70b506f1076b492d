import { execFile } from 'node:child_process';
import { linuxPortHolder } from './linux-port-holder.ts';

/** Runs a program of the system. @returns what it wrote; empty when it failed */
export type Ask = (program: string, args: readonly string[]) => Promise<string>;

/** A person waits for the answer. */
const LIMIT_MS = 2_000;

/**
 * Who listens on a port of this machine, for example `node (process 4711)`.
 *
 * @returns `null` where the system does not say, or not within 2 s
 */
export async function portHolder(
  port: number,
  platform: NodeJS.Platform = process.platform,
  ask: Ask = askSystem,
): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS, null);
  });
  const answer = await Promise.race([look(port, platform, ask), limit]);
  clearTimeout(timer);
  return answer;
}

function look(port: number, platform: NodeJS.Platform, ask: Ask): Promise<string | null> {
  if (platform === 'linux') return linuxPortHolder(port);
  if (platform === 'darwin') return macPortHolder(port, ask);
  if (platform === 'win32') return windowsPortHolder(port, ask);
  return Promise.resolve(null);
}

async function macPortHolder(port: number, ask: Ask): Promise<string | null> {
  // One field a line: `p` and the process, `c` and its name.
  const said = await ask('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(said)?.[1];
  const name = /^c(.+)$/m.exec(said)?.[1];
  return pid === undefined || name === undefined ? null : `${name} (process ${pid})`;
}

async function windowsPortHolder(port: number, ask: Ask): Promise<string | null> {
  // The word for "listening" is translated; that there is nobody at the other end is not.
  const line = new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+(?:0\\.0\\.0\\.0|\\[::\\]):0\\s+.*?(\\d+)\\s*$`, 'm');
  const pid = line.exec(await ask('netstat', ['-ano']))?.[1];
  if (pid === undefined) return null;
  const name = /^"([^"]+)"/.exec(await ask('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']))?.[1];
  return `${name ?? 'a program'} (process ${pid})`;
}

function askSystem(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: LIMIT_MS, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout : '');
    });
  });
}
