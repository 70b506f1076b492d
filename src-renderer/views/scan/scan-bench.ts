import { canSend } from '../../connection/connection-state.ts';
import type { LiveConsole } from '../../live-console.ts';
import { session } from '../../store/session.ts';
import { restOrderReader } from './order-reader.ts';
import { ScanStation } from './scan-station.ts';
import { browserScanStorage } from './scan-storage.ts';
import { scannerOf } from './scanner.ts';
import { soundChoice } from './sound-choice.ts';
import { Tones } from './tones.ts';

/** What the view works with. It outlives the view: scans that wait are sent while other views are looked at. */
export interface ScanBench {
  readonly station: ScanStation;
  readonly tones: Tones;
  /** @returns a function that ends it */
  onSound(listener: () => void): () => void;
}

const benches = new WeakMap<LiveConsole, ScanBench>();

/** The one bench of this console, made when it is first looked at. */
export function scanBench(live: LiveConsole): ScanBench {
  const known = benches.get(live);
  if (known !== undefined) return known;
  const bench = createBench(live);
  benches.set(live, bench);
  return bench;
}

function createBench({ store, connection, clock, actions, sessions }: LiveConsole): ScanBench {
  const listeners = new Set<() => void>();
  const tones = new Tones(() => {
    for (const listener of listeners) listener();
  });
  // Asked of the connection itself: what is shown stands still while nobody sees the page, and scans are sent all the same.
  const isOpen = (): boolean => canSend(connection.state);
  const station = new ScanStation({
    ports: {
      sender: connection,
      reader: restOrderReader,
      known: (id) => {
        const { picture } = store.getState();
        return picture.complete ? picture.orders.get(id) : undefined;
      },
    },
    actions,
    clock,
    storage: browserScanStorage(() => clock.now()),
    canSend: isOpen,
    scanner: () => scannerOf(session.getState()),
    isSure: () => sessions.isSure,
    play: (tone) => {
      const { volume, muted } = soundChoice.getState();
      if (!muted) tones.play(tone, volume);
    },
  });
  store.subscribe((state, before) => {
    if (state.connection.kind !== before.connection.kind && isOpen()) station.pump();
  });
  session.subscribe(() => station.welcome());
  // Who is here may have been known before Scan was opened.
  station.welcome();
  if (isOpen()) station.pump();
  return {
    station,
    tones,
    onSound(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
