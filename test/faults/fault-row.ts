import type { SnapshotReason } from '../../src-shared/server-message.ts';
import type { FaultScene } from './fault-scene.ts';

/** `short`: within `npm test`, seconds for each row. `full`: `npm run faults`, with the times people meet. */
export type Form = 'short' | 'full';

/** What stands around a row while its fault lasts. */
export interface ScenePlan {
  /** `own`: a database server that may be killed and frozen; `limited`: one on a disk that can be filled. */
  readonly database: 'shared' | 'own' | 'limited';
  /** Flags of the own database server; rows with the same ones share it, one after the other. */
  readonly databaseFlags: readonly string[];
  readonly servers: number;
  /** Settings of the servers, beside the quick ones. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether a wire that can be tampered with lies between servers and database. */
  readonly wire: boolean;
  /** Other programs that write. */
  readonly writers: number;
  /** Whether programs write by REST and keep every answer. */
  readonly commands: boolean;
  /** Run on each connection of the other programs first, after a `;` or `,` that it begins with. */
  readonly writersSql: string;
}

/** One fault, and what the program promises about it. A row is a file of its own under `rows/`. */
export interface FaultRow {
  /** Begins with the rule it holds: `[FAULT-40] ...` */
  readonly title: string;
  /** For `--only`, in kebab-case. */
  readonly name: string;
  /** What happens, for the table. */
  readonly fault: string;
  readonly plan?: Partial<ScenePlan>;
  /** What must be there before the servers start. @returns further settings for them */
  prepare?(scene: FaultScene): Promise<Readonly<Record<string, string>>>;
  /** Brings the fault about and resolves once it is certain that it is in force. @returns what ends it */
  inject(scene: FaultScene): Promise<() => Promise<void> | void>;
  /** Something beyond the common promise, once every client equals the table. @throws Error when it is not kept */
  afterwards?(scene: FaultScene): Promise<void>;
  /** Words that must have reached an operator by the end; the first that match stand in the table. */
  readonly told: RegExp | null;
  /** Kinds of incidents that belong to this fault; any other fails the row. */
  readonly incidents: readonly string[];
  /** Why clients may begin anew; without, everybody goes on where he was and is sent each change exactly once. */
  readonly startsOver?: readonly SnapshotReason[];
  /** Whether the fault itself takes confirmed writes away, as the restore of an older dump does. */
  readonly loses?: boolean;
  /**
   * Whether the fault itself keeps writes out of the log: until it is found, a client of the base, which is told of orders
   * by the log alone, may hear of a change of one that it has never been sent.
   */
  readonly unlogged?: boolean;
  /** How long it may take, in milliseconds, beyond the usual. */
  readonly longerMs?: Readonly<Record<Form, number>>;
}

/** What stands in the table. */
export interface RowResult {
  /** The number of its rule in test/SPEC.md. */
  readonly rule: number;
  readonly name: string;
  readonly fault: string;
  readonly form: Form;
  readonly seed: number;
  readonly database: string;
  /** `null`: everything held. */
  readonly problem: string | null;
  /** From the end of the fault until every client equals the table, in milliseconds. */
  readonly recoveryMs: number | null;
  readonly told: string | null;
  /** Kinds of incidents that the servers had. */
  readonly incidents: readonly string[];
  /** Why clients began anew. */
  readonly startedOver: readonly string[];
  readonly transactions: number;
  readonly failedTransactions: number;
  readonly commands: Readonly<Record<'confirmed' | 'refused' | 'unknown', number>>;
  readonly tookMs: number;
}

/** Incidents of a database that was out of reach for a while. */
export const OUT_OF_REACH = [
  'connection-lost',
  'connection-back',
  'cleanup-failed',
  'audit-failed',
  'hint-lost',
  'hint-back',
];
