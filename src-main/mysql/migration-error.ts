import type { Finding } from '../../src-shared/rest-api.ts';

/** Why the schema cannot be brought to what this program needs, in plain words, with the repair where there is one. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(
    readonly finding: Finding,
    cause?: unknown,
  ) {
    super(finding.repair === null ? finding.message : `${finding.message} Repair: ${finding.repair}`, { cause });
  }
}
