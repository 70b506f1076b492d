import { z } from 'zod';
import { type QueuedScan, queuedScanSchema } from './queued-scan.ts';
import { type Scanner, scannerSchema } from './scanner.ts';

/** Where scans that wait are kept, so that a reload of the page loses none. */
export interface ScanStorage {
  load(): readonly QueuedScan[];
  /** @returns whether it is kept */
  save(queue: readonly QueuedScan[]): boolean;
  /** Who was signed in in this browser when a page of it knew last; `null`: nobody, or not known. */
  lastScanner(): Scanner | null;
  saveScanner(scanner: Scanner | null): void;
}

const PREFIX = 'orderdeck.scans.';
/** Not under the prefix of kept scans. */
const SCANNER = 'orderdeck.scanner';
const TAB = 'orderdeck.scan-tab';
/** A tab that did not save for so long is closed: another takes over what it left. Milliseconds. */
const LEFT_AFTER_MS = 150_000;

const keptSchema = z.object({ savedAt: z.number(), queue: z.array(queuedScanSchema) });

/** Each tab keeps its own, and takes over those of tabs that are gone. Storage may be full or refused. */
export function browserScanStorage(now: () => number): ScanStorage {
  return {
    load() {
      try {
        return takeKept(now());
      } catch {
        return [];
      }
    },
    save(queue) {
      try {
        const own = PREFIX + tabName();
        if (queue.length === 0) localStorage.removeItem(own);
        else localStorage.setItem(own, JSON.stringify({ savedAt: now(), queue }));
        return true;
      } catch {
        return false;
      }
    },
    lastScanner() {
      try {
        return scannerSchema.nullable().parse(JSON.parse(localStorage.getItem(SCANNER) ?? 'null'));
      } catch {
        return null;
      }
    },
    saveScanner(scanner) {
      try {
        localStorage.setItem(SCANNER, JSON.stringify(scanner));
      } catch {
        // Then a page that is loaded while the server is away keeps its scans for nobody, as it must.
      }
    },
  };
}

function takeKept(now: number): readonly QueuedScan[] {
  const own = PREFIX + tabName();
  const queue: QueuedScan[] = [];
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const kept = readKept(localStorage.getItem(key));
    if (kept === null || (key !== own && now - kept.savedAt < LEFT_AFTER_MS)) continue;
    queue.push(...kept.queue);
    if (key !== own) localStorage.removeItem(key);
  }
  return queue.sort((a, b) => a.at - b.at);
}

function readKept(stored: string | null): z.infer<typeof keptSchema> | null {
  try {
    return keptSchema.parse(JSON.parse(stored ?? 'null'));
  } catch {
    return null;
  }
}

/** The same over reloads of one tab. */
function tabName(): string {
  const known = sessionStorage.getItem(TAB);
  if (known !== null) return known;
  const name = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  sessionStorage.setItem(TAB, name);
  return name;
}
