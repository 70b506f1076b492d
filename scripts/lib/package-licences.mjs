import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './repository.mjs';

/**
 * @typedef {{ dev?: boolean, version?: string, license?: string }} LockEntry
 * @typedef {{ name: string, version: string, licence: string, text: string }} PackageLicence
 */

const NODE_MODULES = 'node_modules/';

/**
 * The licences of everything that is bundled or could be: what package-lock.json does not call a tool of development.
 *
 * @returns {PackageLicence[]} by name; `text` is empty where a package brings no licence file
 */
export function packageLicences() {
  /** @type {{ packages: Record<string, LockEntry> }} */
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path.startsWith(NODE_MODULES) && !dev && existsSync(join(ROOT, path)))
    .map(([path, { version = '', license = '' }]) => ({
      name: path.slice(path.lastIndexOf(NODE_MODULES) + NODE_MODULES.length),
      version,
      licence: license,
      text: textIn(join(ROOT, path)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What goes into a package, since most of these licences ask to be passed on with it. */
export function licencesDocument(licences = packageLicences()) {
  const parts = licences.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`.trim());
  return `Orderdeck contains these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} folder */
function textIn(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)(\b|_|\.|-)/i.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
}
