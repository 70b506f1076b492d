import { describe, expect, it } from 'vitest';
import { COMMAND_CODES, type CodeFault, parseScanCode } from '../../src-renderer/views/scan/scan-code.ts';
import { SCAN_RULES } from '../../src-renderer/views/scan/scan-rules.ts';
import { readSoundChoice } from '../../src-renderer/views/scan/sound-choice.ts';
import { type KeyLook, keyKind } from '../../src-renderer/views/scan/wedge-keys.ts';

function key(part: Partial<KeyLook>, modifier: string | null = null): KeyLook {
  return {
    key: 'a',
    keyCode: 65,
    isComposing: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    getModifierState: (name) => name === modifier,
    ...part,
  };
}

describe('codes', () => {
  it('[SCAN-4] an order by its number, bare or with what labels put in front', () => {
    const texts = [
      '1042',
      '0001042',
      'ORD-1042',
      'ord-1042',
      'ORD1042',
      'ORD 1042',
      'ORDER-1042',
      '#1042',
      'orders://1042',
      ' 1042 ',
      ']C11042',
    ];
    // The same as a German and a British keyboard make of the dash, the colon and the hash.
    texts.push('ORDß1042', 'ordersÖ--1042', '§1042', '£1042');
    for (const text of texts) expect(parseScanCode(text), text).toEqual({ kind: 'order', id: 1042 });
    expect(parseScanCode('9007199254740991')).toEqual({ kind: 'order', id: Number.MAX_SAFE_INTEGER });
  });

  it('[SCAN-4] what is wrong with a code is told', () => {
    const faults: readonly (readonly [string, CodeFault])[] = [
      ['', 'empty'],
      ['   ', 'empty'],
      ['0', 'zero'],
      ['ORD-000', 'zero'],
      ['9007199254740992', 'too-big'],
      ['10421043104410451046', 'too-big'],
      ['-5', 'not-an-order'],
      ['12.5', 'not-an-order'],
      ['1e5', 'not-an-order'],
      ['1042-1', 'not-an-order'],
      ['ABC', 'not-an-order'],
      ['https://example.com/1042', 'not-an-order'],
      ['ODK:MODE:FLY', 'unknown-command'],
      ['ODK:MODE:SHIP:NOW', 'unknown-command'],
      ['ODK:UNDO:ALL', 'unknown-command'],
      ['ODK:X', 'unknown-command'],
    ];
    for (const [text, why] of faults) expect(parseScanCode(text), text).toEqual({ kind: 'bad', why });
  });

  it('[SCAN-4] commands, under Caps Lock and on a keyboard of another language too', () => {
    const { ship, deliver, pending, lookup, undo, acknowledge } = COMMAND_CODES;
    expect([ship, deliver, pending, lookup].map(parseScanCode)).toEqual(
      ['ship', 'deliver', 'pending', 'lookup'].map((mode) => ({ kind: 'mode', mode })),
    );
    expect(parseScanCode(undo)).toEqual({ kind: 'undo' });
    expect(parseScanCode(acknowledge)).toEqual({ kind: 'acknowledge' });
    expect(parseScanCode(ship.toLowerCase())).toEqual({ kind: 'mode', mode: 'ship' });
    expect(parseScanCode('ODKÖMODEÖDELIVER')).toEqual({ kind: 'mode', mode: 'deliver' });
    expect(parseScanCode('odkömodeödeliver')).toEqual({ kind: 'mode', mode: 'deliver' });
  });

  it('[SCAN-5] an order goes forward one step at a time, and back from everywhere', () => {
    const table = Object.entries(SCAN_RULES).map(([mode, rules]) =>
      [
        mode,
        ...Object.values(rules).map((rule) => ('to' in rule ? rule.to : 'why' in rule ? rule.why : rule.kind)),
      ].join(' '),
    );
    expect(table).toEqual([
      'ship shipped already already-delivered',
      'deliver not-shipped-yet delivered already',
      'pending already pending pending',
    ]);
  });

  it('[SCAN-6] keys that write are told from shortcuts, dead keys and input methods', () => {
    expect(keyKind(key({}))).toBe('char');
    expect(keyKind(key({ key: 'A' }))).toBe('char');
    expect(keyKind(key({ key: '😀' }))).toBe('char');
    expect(keyKind(key({ key: '@', ctrlKey: true, altKey: true }, 'AltGraph'))).toBe('char');
    for (const name of ['Enter', 'Tab']) expect(keyKind(key({ key: name }))).toBe('end');
    for (const name of ['Shift', 'CapsLock', 'AltGraph', 'Control'])
      expect(keyKind(key({ key: name }))).toBe('modifier');
    const others = [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { key: 'Dead' }, { key: 'Process' }];
    for (const part of [
      ...others,
      { isComposing: true },
      { keyCode: 229 },
      { key: 'ArrowLeft' },
      { key: 'Backspace' },
    ]) {
      expect(keyKind(key(part)), JSON.stringify(part)).toBe('other');
    }
  });

  it('[SCAN-7] the choice of sound is kept as far as it is usable', () => {
    expect(readSoundChoice(null)).toEqual({ volume: 0.7, muted: false });
    expect(readSoundChoice('{"volume":0.2,"muted":true}')).toEqual({ volume: 0.2, muted: true });
    for (const text of ['{', '7', '{"volume":5}', '{"volume":"loud"}'])
      expect(readSoundChoice(text).volume, text).toBe(0.7);
  });
});
