import { beforeAll, describe, it } from 'vitest';
import { readGreeting } from '../../scripts/lib/database-greeting.mjs';
import { testServerUrl } from '../support/database.ts';
import { testSeed } from '../support/random.ts';
import type { FaultRow, Form } from './fault-row.ts';
import { runRow } from './run-row.ts';

const USUAL_MS = 300_000;

/**
 * Makes a test of each row. `npm run faults` sets FAULTS_FORM, FAULTS_ONLY and FAULTS_REPORT.
 *
 * @param isPossible whether what the rows need is installed; else they count as skipped
 */
export function faultMatrix(group: string, rows: readonly FaultRow[], isPossible = true): void {
  const form: Form = process.env.FAULTS_FORM === 'full' ? 'full' : 'short';
  const only = process.env.FAULTS_ONLY;
  const seed = testSeed();
  describe(`faults: ${group}`, () => {
    let database = '';
    beforeAll(async () => {
      const url = testServerUrl();
      database = (await readGreeting(url.hostname, Number(url.port || 3306), 10_000)) ?? 'unknown';
    });
    for (const row of rows) {
      it.skipIf(!isPossible || (only !== undefined && row.name !== only))(
        row.title,
        async () => {
          const result = await runRow(row, seed, form, database);
          console.info(
            `${row.name}, seed ${seed}: equal after ${result.recoveryMs} ms; ${result.told ?? 'nothing to say'}`,
          );
        },
        USUAL_MS + (row.longerMs?.[form] ?? 0),
      );
    }
  });
}
