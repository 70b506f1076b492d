import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository.mjs';

/** @typedef {Record<string, Record<string, number | boolean>>} Results by program, then by figure */

/** Figures of which more is better; of all others less is. */
const MORE = /\/s|delivered|lossless/;
/** A figure is told as worse when its relation to the first column has become so many times worse. Machines differ, and so do runs. */
const WORSE = 1.5;

/**
 * Prints a table, keeps it as JSON in `.orderdeck/`, and compares it with the one that is kept in `test/bench/kept/`. What
 * is compared is each figure's relation to the first column, the design this product replaces, in the same run: that
 * hardly depends on the machine. `--keep` makes this run the one that is kept.
 *
 * @param {string} kind
 * @param {string} server `VERSION()` of the database
 * @param {Results} results
 */
export function report(kind, server, results) {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${server}`;
  const columns = Object.keys(results);
  const figures = [...new Set(Object.values(results).flatMap(Object.keys))];
  console.log(`\n${machine}; server, database, writers and clients share it\n`);
  console.log(`| figure | ${columns.join(' | ')} |\n| --- |${columns.map(() => ' ---: |').join('')}`);
  for (const figure of figures)
    console.log(`| ${figure} | ${columns.map((column) => shown(results[column]?.[figure])).join(' | ')} |`);
  const product = server.includes('MariaDB') ? 'mariadb' : 'mysql';
  const run = JSON.stringify({ machine, at: new Date().toISOString(), results }, null, 2);
  mkdirSync(join(ROOT, '.orderdeck'), { recursive: true });
  writeFileSync(join(ROOT, `.orderdeck/bench-${kind}-${product}.json`), run);
  const file = join(ROOT, `test/bench/kept/${kind}-${product}.json`);
  compare(kept(file), results);
  if (!process.argv.includes('--keep')) return;
  mkdirSync(join(ROOT, 'test/bench/kept'), { recursive: true });
  writeFileSync(file, `${run}\n`);
}

/** @param {string} file @returns {Results | null} */
function kept(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).results;
  } catch {
    return null;
  }
}

/** @param {Results | null} before @param {Results} now */
function compare(before, now) {
  if (before === null) return console.log('\nNo run is kept to compare this one with: --keep keeps it.');
  const [first = '', ...others] = Object.keys(now);
  const lines = others.flatMap((column) =>
    Object.keys(now[column] ?? {}).flatMap((figure) => {
      const [was, is] = [relation(before, first, column, figure), relation(now, first, column, figure)];
      if (was === null || is === null) return [];
      const factor = MORE.test(figure) ? was / is : is / was;
      return factor > WORSE
        ? [`  ${column}: ${figure} is ${factor.toFixed(1)} times worse than in the run that is kept`]
        : [];
    }),
  );
  console.log(lines.length === 0 ? '\nNothing is worse than in the run that is kept.' : `\n${lines.join('\n')}`);
}

/** @param {Results} results @param {string} first @param {string} column @param {string} figure */
function relation(results, first, column, figure) {
  const [of, to] = [results[column]?.[figure], results[first]?.[figure]];
  return typeof of === 'number' && typeof to === 'number' && of > 0 && to > 0 ? of / to : null;
}

/** @param {number | boolean | undefined} value */
function shown(value) {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Number.isNaN(value) ? 'never' : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
