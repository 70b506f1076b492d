/**
 * @typedef {{ id: string, name: string, severity: string, title: string }} Advisory
 * @typedef {{ source?: number, url?: string, name?: string, severity?: string, title?: string }} Via
 * @typedef {{ vulnerabilities: Record<string, { via: (string | Via)[] }> }} AuditReport as `npm audit --json` prints it
 * @typedef {Record<string, string>} Answers the address of an advisory to why it does not concern this program
 */

/**
 * The advisories that nobody has looked at yet, each once.
 *
 * @param {AuditReport} report
 * @param {Answers} answers
 * @returns {Advisory[]}
 */
export function untriaged(report, answers) {
  /** @type {Map<string, Advisory>} */
  const found = new Map();
  for (const { via } of Object.values(report.vulnerabilities)) {
    for (const advisory of via) {
      // A name stands for a package that is affected through another one, which is in the list itself.
      if (typeof advisory === 'string') continue;
      const id = advisory.url ?? String(advisory.source);
      if (id in answers) continue;
      const { name = '?', severity = '?', title = '?' } = advisory;
      found.set(id, { id, name, severity, title });
    }
  }
  return [...found.values()];
}
