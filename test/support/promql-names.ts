/** What an expression asks of the metrics: their names, and the labels it names of each or of their results. */
export interface AskedMetrics {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$__\w+|\$\w+|\d+(?:\.\d+)?(?:ms|[smhdwy])?|[a-zA-Z_:][\w:]*|=~|!~|!=|==|<=|>=|[-+*/%^(){}[\],=<>@]/gy;
const WORDS = [
  ...['and', 'or', 'unless', 'bool', 'offset', 'on', 'ignoring', 'by', 'without'],
  ...['group_left', 'group_right', 'inf', 'nan'],
];
const BEFORE_LABELS = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'];

/**
 * Takes a PromQL expression apart, as far as it takes to see what it asks for.
 *
 * @throws Error when it is none: a character that has no meaning, or brackets that do not close
 */
export function metricsAsked(expression: string): AskedMetrics {
  const tokens = tokensOf(expression);
  const metrics: string[] = [];
  const labels: string[] = [];
  const open: string[] = [];
  tokens.forEach((token, index) => {
    const inside = open[open.length - 1];
    if ('({['.includes(token)) {
      open.push(token === '(' && BEFORE_LABELS.includes(tokens[index - 1] ?? '') ? 'labels' : token);
    } else if (')}]'.includes(token)) {
      const opened = open.pop();
      const wanted = { ')': ['(', 'labels'], '}': ['{'], ']': ['['] }[token] ?? [];
      if (opened === undefined || !wanted.includes(opened)) throw new Error(`A bracket does not fit: ${expression}`);
    } else if (/^[a-zA-Z_]/.test(token) && inside !== '[') {
      if (inside === 'labels' || inside === '{') labels.push(token);
      else if (!WORDS.includes(token) && tokens[index + 1] !== '(' && !isAggregation(tokens, index))
        metrics.push(token);
    }
  });
  if (open.length > 0) throw new Error(`A bracket is left open: ${expression}`);
  if (metrics.length === 0) throw new Error(`It asks for nothing: ${expression}`);
  return { metrics, labels };
}

/** `sum by (x) (…)`: a word of the language before its labels. */
function isAggregation(tokens: readonly string[], index: number): boolean {
  return ['by', 'without'].includes(tokens[index + 1] ?? '');
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const at = TOKEN.lastIndex;
    const [token] = TOKEN.exec(expression) ?? [];
    if (token === undefined) throw new Error(`No PromQL at ${at}: ${expression}`);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}
