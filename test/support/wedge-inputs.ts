import type { WedgeInput, WedgeKey } from '../../src-renderer/views/scan/wedge-detector.ts';

type Input = WedgeInput<WedgeKey>;

/** When the key was pressed or released, in milliseconds. */
export function timeOf(input: Input): number {
  return 'key' in input ? input.key.at : input.at;
}

/** A key that goes down and comes up again. */
export function press(key: string, at: number, downMs: number, code = `Key${key}`): Input[] {
  const type = key === 'Enter' || key === 'Tab' ? 'end' : 'char';
  return [
    { type, key: { key, code, at } },
    { type: 'up', code, at: at + downMs },
  ];
}

/** A scan at 5 ms per key. */
export function burst(code: string, at: number, end: 'Enter' | 'Tab' | null = 'Enter', downMs = 2): Input[] {
  const keys = end === null ? [...code] : [...code, end];
  return keys.flatMap((key, index) => press(key, at + index * 5, downMs, `Scanner${key}`));
}

/** Somebody who types: a finger may still be down when the next one goes down, unless it is the same. */
export function typing(text: string, at: number, everyMs: number, downMs: number): Input[] {
  return [...text].flatMap((key, index) =>
    press(key, at + index * everyMs, key === text[index + 1] ? Math.min(downMs, everyMs - 10) : downMs),
  );
}
