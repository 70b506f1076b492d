import { invalidFields } from '../commands/parse-or-throw.ts';
import { decodeOpaque, encodeOpaque } from './opaque-text.ts';

/** How far somebody has walked back through the log and, behind it, through its archive. */
export interface ActivityPlace {
  /** Highest key of the archive when the walk began. Rows above it have moved since, and may have been seen in the log. */
  readonly archived: number;
  /** Rows of the log from this id on have been seen. */
  readonly logBelow: number;
  /** Rows of the archive from this key on have been seen; `null` while in the log. */
  readonly archiveBelow: number | null;
}

/** Opaque text for a place. */
export function encodeActivityPlace({ archived, logBelow, archiveBelow }: ActivityPlace): string {
  return encodeOpaque([archived, logBelow, archiveBelow]);
}

/** @throws AppError `invalid-request` for anything that `encodeActivityPlace` did not write */
export function decodeActivityPlace(text: string): ActivityPlace {
  const parts = decodeOpaque(text);
  if (Array.isArray(parts) && parts.length === 3) {
    const [archived, logBelow, archiveBelow] = parts as unknown[];
    if (isKey(archived) && isKey(logBelow) && (archiveBelow === null || isKey(archiveBelow)))
      return { archived, logBelow, archiveBelow };
  }
  throw invalidFields([{ field: 'before', message: 'is not one that this server handed out' }]);
}

function isKey(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
