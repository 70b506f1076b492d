/**
 * What one row of the fault matrix came to; `test/faults/fault-row.ts` writes it.
 *
 * @typedef {object} FaultResult
 * @property {number} rule the number of its rule in test/SPEC.md
 * @property {string} name
 * @property {string} fault
 * @property {'short' | 'full'} form
 * @property {number} seed
 * @property {string} database
 * @property {string | null} problem
 * @property {number | null} recoveryMs
 * @property {string | null} told
 * @property {string[]} incidents
 * @property {string[]} startedOver
 * @property {number} transactions
 * @property {number} failedTransactions
 * @property {{ confirmed: number, refused: number, unknown: number }} commands
 * @property {number} tookMs
 */

const HEAD = [
  'fault',
  'equal again after',
  'what an operator read',
  'clients began anew',
  'transactions',
  'commands confirmed / refused / without an answer',
  'held',
];
const RIGHT = [1, 4, 5];

/**
 * The results of one database server as a Markdown table.
 *
 * @param {readonly FaultResult[]} results
 */
export function faultTable(results) {
  const rule = HEAD.map((_, index) => (RIGHT.includes(index) ? ' ---: ' : ' --- ')).join('|');
  return [`| ${HEAD.join(' | ')} |`, `|${rule}|`, ...results.map((result) => `| ${cells(result).join(' | ')} |`)].join(
    '\n',
  );
}

/** @param {FaultResult} result */
function cells({ fault, recoveryMs, told, startedOver, transactions, commands, problem }) {
  const { confirmed, refused, unknown } = commands;
  return [
    fault,
    recoveryMs === null ? 'never' : `${(recoveryMs / 1_000).toFixed(recoveryMs < 10_000 ? 2 : 1)} s`,
    told === null ? 'nothing: it stayed live' : plain(told),
    startedOver.length === 0 ? 'no' : startedOver.filter((reason) => reason.length > 0).join(', '),
    String(transactions),
    confirmed + refused + unknown === 0 ? 'none sent' : `${confirmed} / ${refused} / ${unknown}`,
    problem === null ? 'yes' : `**no**: ${plain(problem).slice(0, 120)}`,
  ];
}

/** One line without this run's ports and names. @param {string} text */
function plain(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST:PORT')
    .replace(/od_fault_[0-9a-f]+/g, 'DATABASE')
    .replace(/od_[0-9a-f]{8}/g, 'USER')
    .replaceAll('|', '\\|');
}
