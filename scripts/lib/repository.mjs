import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScriptError } from './log.mjs';

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What this machine keeps between starts and nobody commits: the demo's data, remembered ports. */
export function dataDirectory() {
  return resolve(ROOT, process.env.ORDERDECK_DATA_DIR ?? '.orderdeck');
}

/** @returns {{ name: string, version: string, description: string, license: string, main: string, engines: { node: string }, dependencies: Record<string, string>, devDependencies: Record<string, string> }} */
export function packageJson() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
}

/** @throws ScriptError when this Node is older than the tools need */
export function checkNodeVersion(running = process.versions.node, range = packageJson().engines.node) {
  const wanted = range.replace('>=', '').split('.').map(Number);
  const have = running.split('.').map(Number);
  for (const [index, part] of [...wanted, 0].entries()) {
    const own = have[index] ?? 0;
    if (own > part) return;
    if (own < part) {
      throw new ScriptError(`This is Node ${running}; Orderdeck is built with Node ${wanted.join('.')} or newer.`);
    }
  }
}
