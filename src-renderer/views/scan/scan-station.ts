import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock, Timer } from '../../connection/clock.ts';
import type { OrderActions } from '../../store/order-actions.ts';
import type { Remembered } from '../../store/undo-stack.ts';
import { text } from '../../strings.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { type CarriedOut, carryOut, type ScanPorts } from './carry-out.ts';
import type { QueuedScan } from './queued-scan.ts';
import { parseScanCode, type ScanMode } from './scan-code.ts';
import { type ScanRecord, type ScanResult, type ScanTone, toneOf } from './scan-result.ts';
import type { ScanStorage } from './scan-storage.ts';
import { isSameScanner, type Scanner, UNKNOWN_SCANNER } from './scanner.ts';
import { byScanner, type DividedScans, isSameScan } from './scans-by-scanner.ts';
import { type MadeChange, undoneScan, undoRefOfScan } from './undo-scan.ts';

export const LAST_SCANS = 10;
/** So many scans can be taken back, one after another. */
const UNDOS = 50;
/** The same code again within this is the scanner's second beep, not a second wish. Milliseconds. */
const REPEAT_MS = 2_000;
/** How long to wait before the server is asked again when it answered that it cannot. Milliseconds. */
const RETRY_MS = 2_000;
/** Kept scans are saved anew so often, to show that this tab still has them. Milliseconds. */
const SAVE_EVERY_MS = 30_000;

export interface StationState {
  readonly mode: ScanMode;
  /** What the panel shows; `null` before the first scan. */
  readonly shown: ScanRecord | null;
  /** A bad result that nobody has acknowledged: nothing more is carried out until then. */
  readonly isBlocked: boolean;
  /** Scans refused since then. */
  readonly refused: number;
  /** Of whoever is before the screen, in the sequence in which they are carried out. */
  readonly queue: readonly QueuedScan[];
  /** Not sent, and not to be sent before whoever scanned them is here again. */
  readonly others: readonly QueuedScan[];
  /** Why the first one waits; `null` while it does not. */
  readonly waiting: string | null;
  /** Whether the queue outlives a reload of the page. */
  readonly isKept: boolean;
  /** Whether there is a scan to take back. */
  readonly canUndo: boolean;
  /** Newest first. */
  readonly recent: readonly ScanRecord[];
}

export interface StationOptions {
  readonly ports: Omit<ScanPorts, 'attempting'>;
  /** What scans do can be taken back by the undo of the console, too. */
  readonly actions: Pick<OrderActions, 'remember'>;
  readonly clock: Clock;
  readonly storage: ScanStorage;
  readonly canSend: () => boolean;
  /** Who is before the screen. `null`: nobody; `undefined`: not known yet. */
  readonly scanner: () => Scanner | null | undefined;
  /** Whether the server has said so since the connection was lost last. */
  readonly isSure: () => boolean;
  readonly play: (tone: ScanTone) => void;
}

interface DoneScan extends Remembered {
  readonly id: number;
}

/** One bench: takes codes in, carries them out one after another, and says what became of each. */
export class ScanStation {
  readonly store: StoreApi<StationState>;
  readonly #options: StationOptions;
  #keys = 0;
  #isBusy = false;
  #retry: Timer | null = null;
  #saver: Timer | null = null;
  /** What can be taken back, the last one at the end. */
  #done: readonly DoneScan[] = [];
  /** Who was before the screen last. */
  #last: Scanner | null = null;

  constructor(options: StationOptions) {
    this.#options = options;
    const kept = options.storage.load();
    const all = kept.map((scan) => ({ ...scan, key: ++this.#keys, by: scan.by ?? UNKNOWN_SCANNER }));
    const { queue, others } = byScanner(all, options.scanner());
    this.store = createStore<StationState>()(() => ({
      mode: 'ship',
      shown: null,
      isBlocked: false,
      refused: 0,
      queue,
      others,
      waiting: queue.length > 0 ? text.scan.restored : null,
      isKept: true,
      canUndo: queue.length > 0,
      recent: [],
    }));
    this.#last = options.scanner() ?? null;
    this.#keep({ queue, others });
  }

  /** A code from the scanner or from the field. */
  scan(code: string): void {
    const parsed = parseScanCode(code);
    const { isBlocked } = this.store.getState();
    if (parsed.kind === 'acknowledge') {
      this.acknowledge();
      return;
    }
    if (isBlocked) {
      this.#refuse(code);
      return;
    }
    switch (parsed.kind) {
      case 'mode':
        this.setMode(parsed.mode, code);
        return;
      case 'undo':
        void this.undo(code);
        return;
      case 'bad':
        this.#tell(code, { kind: 'bad-code', why: parsed.why });
        return;
      case 'order':
        this.#take(code, parsed.id);
    }
  }

  setMode(mode: ScanMode, code = ''): void {
    this.store.setState({ mode });
    if (code !== '') this.#tell(code, { kind: 'mode', mode });
  }

  /** The operator has seen what was wrong; what waits goes on. */
  acknowledge(): void {
    if (!this.store.getState().isBlocked) return;
    this.store.setState({ isBlocked: false, refused: 0 });
    this.pump();
  }

  /** Takes back the last scan: out of the queue while it waits there, through the server when it was carried out. */
  async undo(code = text.scan.undo): Promise<void> {
    if (this.store.getState().isBlocked) return;
    const { queue } = this.store.getState();
    const last = queue[queue.length - 1];
    if (last !== undefined && !(this.#isBusy && queue.length === 1)) {
      this.remove(last.key);
      this.#tell(code, { kind: 'unqueued', id: last.id });
      return;
    }
    const done = this.#done[this.#done.length - 1];
    if (done === undefined) {
      this.#tell(code, { kind: 'nothing-to-undo' });
      return;
    }
    this.#done = this.#done.filter((one) => one !== done);
    const report = await done.undo();
    // Nothing came through: it can be tried again.
    if (report.trouble !== null) this.#undoable(done);
    this.#tellUndo();
    this.#tell(code, undoneScan(done.id, report));
  }

  /** Takes a scan out of the queue by hand. One that is being carried out stays. */
  remove(key: number): void {
    const { queue } = this.store.getState();
    this.#keep({ queue: queue.filter((scan, index) => scan.key !== key || (index === 0 && this.#isBusy)) });
  }

  /** Drops what somebody else has scanned, by the wish of whoever sees it. */
  dismiss(key: number): void {
    this.#keep({ others: this.store.getState().others.filter((scan) => scan.key !== key) });
  }

  /** Whoever is before the screen may be another: scans of others wait for them. Call when the session changes. */
  welcome(): void {
    const who = this.#options.scanner();
    if (who === undefined) return;
    if (who !== null && this.#last !== null && !isSameScanner(who, this.#last)) this.#done = [];
    this.#last = who ?? this.#last;
    this.#options.storage.saveScanner(who);
    const { queue, others, waiting } = this.store.getState();
    const divided = byScanner([...others, ...queue], who);
    if (divided.queue.length === 0 && waiting !== null) this.store.setState({ waiting: null });
    this.#keep(divided);
    this.pump();
  }

  /** Carries out what waits, as far as that goes. Call when the connection changes. */
  pump(): void {
    if (!this.#isBusy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#retry?.cancel();
    this.#retry = null;
    this.#isBusy = true;
    for (;;) {
      const { queue, isBlocked } = this.store.getState();
      const [scan] = queue;
      if (scan === undefined || isBlocked) break;
      if (!this.#options.canSend() && scan.mode !== 'lookup') {
        this.store.setState({ waiting: text.scan.unreachable });
        this.#tryAgain();
        break;
      }
      if (!this.#options.isSure() && scan.mode !== 'lookup') {
        this.#tryAgain();
        break;
      }
      const result = await this.#carryOut(scan);
      if (result.kind === 'wait') {
        // Somebody else may be here by now, who is not told of it.
        if (this.#isMine(scan)) this.#wait(scan, result.reason);
        else this.#tryAgain();
        break;
      }
      this.#change((one) => (one.key === scan.key ? [] : [one]));
      this.store.setState({ waiting: null });
      if (result.kind === 'done' && this.#isMine(scan)) {
        this.#remember({ id: result.order.id, version: result.version, from: result.from });
      }
      this.#tell(scan.code, result, scan.mode, this.#isOneOfMany(scan));
    }
    this.#isBusy = false;
  }

  #carryOut(scan: QueuedScan): Promise<CarriedOut> {
    const { ports } = this.#options;
    const attempting: ScanPorts['attempting'] = (attempt) => {
      this.#change((one) => [one.key === scan.key ? { ...one, attempt } : one]);
    };
    const sender: CommandSender = {
      execute: async (command) => {
        const { canSend, isSure } = this.#options;
        // Asked at the last moment: the row was read before, and whoever scanned may have gone meanwhile.
        return canSend() && isSure() && this.#isMine(scan) ? ports.sender.execute(command) : { kind: 'unsent' };
      },
    };
    return carryOut(scan, { ...ports, sender, attempting });
  }

  #isMine({ by }: QueuedScan): boolean {
    const who = this.#options.scanner();
    return who != null && by !== null && isSameScanner(by, who);
  }

  #wait(scan: QueuedScan, reason: string): void {
    const wasWaiting = this.store.getState().waiting !== null;
    this.store.setState({ waiting: reason });
    if (!wasWaiting) this.#show(this.#record(scan.code, { kind: 'queued', id: scan.id }, scan.mode));
    this.#tryAgain();
  }

  #tryAgain(): void {
    this.#retry?.cancel();
    this.#retry = this.#options.clock.after(RETRY_MS, () => this.pump());
  }

  #take(code: string, id: number): void {
    const { mode, others } = this.store.getState();
    const at = this.#options.clock.now();
    const { scanner, storage } = this.#options;
    const by = scanner() ?? storage.lastScanner();
    const scan: QueuedScan = { key: ++this.#keys, code, id, mode, at, by, attempt: null };
    if (this.#isRepeated(scan)) {
      this.#tell(scan.code, { kind: 'repeated', id: scan.id });
      return;
    }
    const waits = scan.mode !== 'lookup' && (!this.#options.canSend() || this.store.getState().waiting !== null);
    this.#keep({
      queue: [...this.store.getState().queue, scan],
      // The label is in this person's hands now.
      others: others.filter((one) => !isSameScan(one, scan)),
    });
    if (waits) this.#show(this.#record(scan.code, { kind: 'queued', id: scan.id }));
    this.pump();
  }

  #isRepeated(scan: QueuedScan): boolean {
    const { queue, recent } = this.store.getState();
    const { id, mode, at } = scan;
    if (queue.some((one) => isSameScan(one, scan))) return true;
    if (mode === 'lookup') return false;
    const last = recent.find(
      ({ result }) => (result.kind === 'done' || result.kind === 'undone') && result.order.id === id,
    );
    return last?.result.kind === 'done' && last.mode === mode && at - last.at < REPEAT_MS;
  }

  #refuse(code: string): void {
    const record = this.#record(code, { kind: 'blocked' });
    this.store.setState(({ recent, refused }) => ({ recent: listed(record, recent), refused: refused + 1 }));
    this.#options.play('bad');
  }

  /** Of many that waited, those that went well are heard once, with the last. */
  #isOneOfMany(scan: QueuedScan): boolean {
    return this.store.getState().queue.length > 0 && this.#options.clock.now() - scan.at > REPEAT_MS;
  }

  #tell(code: string, result: ScanResult, mode?: ScanMode, isSilent = false): void {
    const record = this.#record(code, result, mode);
    this.store.setState(({ recent }) => ({ recent: listed(record, recent) }));
    this.#show(record, isSilent);
  }

  #show(record: ScanRecord, isSilent = false): void {
    const tone = toneOf(record.result);
    this.store.setState(tone === 'bad' ? { shown: record, isBlocked: true, refused: 0 } : { shown: record });
    if (tone === 'bad' || !isSilent) this.#options.play(tone);
  }

  #record(code: string, result: ScanResult, mode = this.store.getState().mode): ScanRecord {
    return { key: ++this.#keys, code, mode, at: this.#options.clock.now(), result };
  }

  /** @param become what becomes of each scan, of whomever */
  #change(become: (scan: QueuedScan) => readonly QueuedScan[]): void {
    const { queue, others } = this.store.getState();
    this.#keep({ queue: queue.flatMap(become), others: others.flatMap(become) });
  }

  #keep(changed: Partial<DividedScans>): void {
    this.store.setState(changed);
    this.#tellUndo();
    this.#save();
    const { clock } = this.#options;
    const { queue, others } = this.store.getState();
    this.#saver?.cancel();
    this.#saver = queue.length + others.length === 0 ? null : clock.every(SAVE_EVERY_MS, () => this.#save());
  }

  #remember(made: MadeChange): void {
    const remembered = this.#options.actions.remember([undoRefOfScan(made)], (report) => {
      this.#done = this.#done.filter((one) => one !== done);
      this.#tellUndo();
      // Whoever took it back is told what stood in the way: the bench is not stopped by it.
      void report.then((undone) => {
        if (undone.trouble !== null) this.#undoable(done);
        else if (undone.restored.length > 0) this.#tell(text.scan.undo, undoneScan(done.id, undone));
      });
    });
    const done: DoneScan = { ...remembered, id: made.id };
    this.#undoable(done);
  }

  #undoable(done: DoneScan): void {
    this.#done = [...this.#done.slice(1 - UNDOS), done];
    this.#tellUndo();
  }

  #tellUndo(): void {
    this.store.setState(({ queue }) => ({ canUndo: queue.length > 0 || this.#done.length > 0 }));
  }

  #save(): void {
    const { queue, others } = this.store.getState();
    this.store.setState({ isKept: this.#options.storage.save([...others, ...queue]) });
  }
}

function listed(record: ScanRecord, recent: readonly ScanRecord[]): readonly ScanRecord[] {
  return [record, ...recent].slice(0, LAST_SCANS);
}
