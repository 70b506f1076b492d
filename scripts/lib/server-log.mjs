/**
 * One entry of the server's log.
 *
 * @typedef {Record<string, unknown> & { level: string, time: string, msg: string }} LogEntry
 */

// On every line, and so no news.
const CONSTANT = new Set(['level', 'time', 'msg', 'version', 'name', 'pid', 'hostname']);

/**
 * @param {string} line
 * @returns {LogEntry | null} `null` when the line is no entry of the log
 */
export function parseLogLine(line) {
  if (!line.startsWith('{')) return null;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === 'string' && typeof entry.msg === 'string' ? entry : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The entry for a person: time of day, level when it matters, the sentence, then the facts.
 *
 * @param {string} line
 */
export function readableLogLine(line) {
  const entry = parseLogLine(line);
  if (entry === null) return line;
  const time = new Date(entry.time).toLocaleTimeString('en-GB');
  const level = entry.level === 'info' ? '' : `${entry.level.toUpperCase()} `;
  const facts = Object.entries(entry).filter(([name, value]) => !CONSTANT.has(name) && !isError(value));
  const told = facts.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const stacks =
    entry.level === 'error'
      ? Object.values(entry)
          .filter(isError)
          .map(({ stack }) => `\n${stack}`)
      : [];
  return `${time}  ${level}${entry.msg}${told.length === 0 ? '' : ` (${told.join(' ')})`}${stacks.join('')}`;
}

/**
 * @param {unknown} value
 * @returns {value is { stack: string }}
 */
function isError(value) {
  return typeof value === 'object' && value !== null && 'stack' in value;
}

/**
 * @param {string} line
 * @returns {string | null} where the console is, from the entry that says the server listens
 */
export function consoleAddress(line) {
  const entry = parseLogLine(line);
  const urls = entry?.urls;
  // The desktop tells all of them, this machine's own first.
  const url = Array.isArray(urls) ? urls[0] : entry?.url;
  // Bound to every address it is reached at any of them; this machine has one name for itself.
  const isAddress = typeof url === 'string' && url.startsWith('http');
  return isAddress ? url.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost') : null;
}
