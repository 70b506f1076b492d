import { z } from 'zod';
import { type QueuedScan, queuedScanSchema } from './queued-scan.ts';

/** Where scans that wait are kept, so that a reload of the page loses none. */
export interface ScanStorage {
  load(): readonly QueuedScan[];
  /** @returns whether it is kept */
  save(queue: readonly QueuedScan[]): boolean;
}

const PREFIX = 'orderdeck.scans.';
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
