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
  const sentence = `${time}  ${level}${entry.msg}${told.length === 0 ? '' : ` (${told.join(' ')})`}`;
  return visible(sentence) + stacks.map((stack) => stack.split('\n').map(visible).join('\n')).join('');
}

/**
 * Text of clients begins no line and does not steer the terminal.
 *
 * @param {string} text
 */
function visible(text) {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
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
