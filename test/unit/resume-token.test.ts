import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, hasSeen, START } from '../../src-main/feed/position.ts';
import { ResumeTokens } from '../../src-main/session/resume-token.ts';

const tokens = new ResumeTokens('secret of this database');
const point = { epoch: 'ab12', at: { position: advance(START, [3, 4, 9, 20]), stamp: '1758000000.123456' } };

describe('resume token', () => {
  it('[RESUME-1] gives back the place it was written for', () => {
    expect(tokens.decode(tokens.encode(point))).toEqual(point);
  });

  it('[RESUME-2] is readable by every server with the same database and by no other', () => {
    const token = tokens.encode(point);
    expect(new ResumeTokens('secret of this database').decode(token)).toEqual(point);
    expect(new ResumeTokens('another secret').decode(token)).toBeNull();
  });

  it('[RESUME-3] refuses a token of which a single character was changed, and any other text', () => {
    const token = tokens.encode(point);
    for (let index = 0; index < token.length; index++) {
      const forged = `${token.slice(0, index)}${token[index] === 'z' ? 'y' : 'z'}${token.slice(index + 1)}`;
      expect(tokens.decode(forged)).toBeNull();
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tokens.decode(text)).toBeNull();
      }),
    );
  });

  it('[RESUME-4] with more gaps than it can carry it stands further back, so that nothing is left out', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => index * 2 + 1);
    const position = advance(START, ids);
    const decoded = tokens.decode(tokens.encode({ epoch: 'e', at: { position, stamp: '1.5' } }));
    expect(decoded?.at.stamp).toBe('');
    expect(decoded?.at.position.gaps).toHaveLength(200);
    for (let id = 1; id < 2_100; id++) {
      if (decoded !== null && hasSeen(decoded.at.position, id)) expect(hasSeen(position, id)).toBe(true);
    }
    expect(tokens.encode({ epoch: 'e', at: { position, stamp: '1.5' } }).length).toBeLessThan(2_000);
  });
});
