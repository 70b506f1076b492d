import { describe, expect, it } from 'vitest';
import { centreWindow, placeWindow, type Rectangle } from '../../src-main/electron/window/window-placement.ts';

const MINIMUM = { width: 480, height: 400 };
const LEFT: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT: Rectangle = { x: 1920, y: 0, width: 1280, height: 984 };
const ABOVE: Rectangle = { x: 0, y: -1080, width: 1920, height: 1080 };

const place = (saved: Rectangle, ...areas: Rectangle[]) => placeWindow(saved, areas, MINIMUM);
const at = (x: number, y: number, width = 800, height = 600): Rectangle => ({ x, y, width, height });

describe('a window', () => {
  it.each([
    ['inside a display', at(100, 100)],
    ['on the second one', at(2000, 50)],
    ['on one above, where coordinates are negative', at(10, -1000)],
    ['across two displays', at(1500, 100, 1200, 700)],
    ['a little over the edge, as Windows docks one', at(-7, 0, 974, 1040)],
    ['half below the bottom, with its title bar in reach', at(300, 900)],
  ])('[LIFE-2] stays where it was: %s', (_what, saved) => {
    expect(place(saved, LEFT, RIGHT, ABOVE)).toEqual(saved);
  });

  it('[LIFE-3] comes onto the nearest display when its own is gone', () => {
    expect(place(at(2400, 300), LEFT)).toEqual(at(1120, 300));
    expect(place(at(-3000, 200), LEFT, RIGHT)).toEqual(at(0, 200));
    expect(place(at(5000, 5000), LEFT, RIGHT)).toEqual(at(2400, 384));
    expect(place(at(100, -900), LEFT, RIGHT)).toEqual(at(100, 0));
  });

  it('[LIFE-3] comes back when only a sliver of it, or of its title bar, is in reach', () => {
    expect(place(at(1900, 300), LEFT)).toEqual(at(1120, 300));
    expect(place(at(300, -20), LEFT)).toEqual(at(300, 0));
    expect(place(at(300, 1030), LEFT)).toEqual(at(300, 440));
  });

  it('[LIFE-4] is made smaller where the display has another resolution or scale now', () => {
    // The same 3840 x 2160 pixels at a scale of two are half as many of the units a window is measured in.
    const scaled: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };
    expect(place(at(200, 100, 3400, 1900), scaled)).toEqual(scaled);
    expect(place(at(0, 0, 1400, 700), { ...LEFT, width: 1280, height: 720 })).toEqual(at(0, 0, 1280, 700));
  });

  it('[LIFE-4] is never smaller than its minimum, with the title bar on the display', () => {
    expect(place(at(900, 900, 800, 600), { x: 10, y: 20, width: 320, height: 200 })).toEqual(at(10, 20, 480, 400));
  });

  it('[LIFE-4] is left alone while the system knows of no display', () => {
    expect(place(at(900, 900))).toEqual(at(900, 900));
  });

  it('[LIFE-3] is in reach wherever it was and whatever displays there are', () => {
    const displays = [LEFT, RIGHT, ABOVE, { x: -2560, y: 200, width: 2560, height: 1400 }];
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const random = (n: number): number => (Math.imul(seed + n, 2654435761) >>> 0) % 8_000;
      const areas = displays.filter((_display, index) => (seed >> index) & 1);
      if (areas.length === 0) continue;
      const saved = at(random(1) - 4_000, random(2) - 4_000, 480 + (random(3) % 3_000), 400 + (random(4) % 2_000));
      const { x, y, width, height } = place(saved, ...areas);
      const reach = areas.some(
        (area) =>
          y >= area.y &&
          y + 32 <= area.y + area.height &&
          Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 160,
      );
      expect(reach, JSON.stringify({ saved, areas })).toBe(true);
      expect(width).toBeLessThanOrEqual(saved.width);
      expect(height).toBeLessThanOrEqual(saved.height);
    }
  });

  it('[LIFE-2] stands in the middle of the first display at the first start, no larger than it', () => {
    expect(centreWindow({ width: 1440, height: 900 }, LEFT)).toEqual(at(240, 70, 1440, 900));
    expect(centreWindow({ width: 1440, height: 900 }, { x: 5, y: 5, width: 800, height: 600 })).toEqual(at(5, 5));
  });
});
