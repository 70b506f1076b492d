import { expect, it } from 'vitest';
import { readableLogLine } from '../../../scripts/lib/server-log.mjs';

it('[SEC-62] text of clients begins no line on the terminal and does not steer it', () => {
  const hostile = 'x\r\n12:00:00  forged\u001b[2J\u009b31m\u2028\u202e';
  const entry = {
    level: 'error',
    time: '2026-01-01T00:00:00.000Z',
    msg: hostile,
    remote: hostile,
    err: { stack: `Error\n    at ${hostile}` },
  };
  const shown = readableLogLine(JSON.stringify(entry));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
  expect(shown.split('\n')[0]).toContain('x\\u000d\\u000a12:00:00  forged\\u001b[2J\\u009b31m\\u2028\\u202e');
});
