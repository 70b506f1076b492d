import type { ScanTone } from './scan-result.ts';

/** One sound of a signal. Times in seconds from its beginning, pitches in hertz. */
interface Note {
  readonly shape: OscillatorType;
  readonly pitch: number;
  readonly from: number;
  readonly to: number;
  readonly loudness: number;
}

/** Told apart without looking, and by people who hear badly: one rises and is short, one is low and long. */
const NOTES: Readonly<Record<ScanTone, readonly Note[]>> = {
  good: [
    { shape: 'sine', pitch: 880, from: 0, to: 0.09, loudness: 0.8 },
    { shape: 'sine', pitch: 1_320, from: 0.09, to: 0.22, loudness: 0.8 },
  ],
  notice: [{ shape: 'sine', pitch: 587, from: 0, to: 0.1, loudness: 0.6 }],
  bad: [
    { shape: 'sawtooth', pitch: 110, from: 0, to: 0.8, loudness: 0.7 },
    { shape: 'square', pitch: 116, from: 0, to: 0.8, loudness: 0.4 },
  ],
};
/** So that no note begins or ends with a click, in seconds. */
const RAMP = 0.008;

/** Signals by Web Audio. Browsers keep it silent until a key was pressed or the page was touched. */
export class Tones {
  #context: AudioContext | null = null;
  readonly #onUnlocked: () => void;

  constructor(onUnlocked: () => void) {
    this.#onUnlocked = onUnlocked;
  }

  get isLocked(): boolean {
    return this.#context?.state !== 'running';
  }

  /** Call while a key or a touch is handled; without effect once there is sound. */
  unlock(): void {
    if (!this.isLocked) return;
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    this.#context.resume().then(this.#onUnlocked, this.#onUnlocked);
  }

  /** @param volume from 0 to 1 */
  play(tone: ScanTone, volume: number): void {
    const context = this.#context;
    if (context === null || volume <= 0) return;
    for (const note of NOTES[tone]) playNote(context, note, volume);
  }

  close(): void {
    void this.#context?.close();
    this.#context = null;
  }
}

function playNote(context: AudioContext, note: Note, volume: number): void {
  const begin = context.currentTime + note.from;
  const end = context.currentTime + note.to;
  const oscillator = context.createOscillator();
  oscillator.type = note.shape;
  oscillator.frequency.value = note.pitch;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(note.loudness * volume, begin + RAMP);
  gain.gain.setValueAtTime(note.loudness * volume, end - RAMP);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(end);
}
