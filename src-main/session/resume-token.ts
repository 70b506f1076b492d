import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnchoredPosition } from '../feed/change-log.ts';
import { type IdRange, withAtMostGaps } from '../feed/position.ts';

/** A place in one life of the log. */
export interface ResumePoint {
  readonly epoch: string;
  readonly at: AnchoredPosition;
}

/** Gaps a token may carry; with more it stands a little further back and some changes are sent again. */
const MAX_GAPS = 200;
const MAC_BYTES = 9;

/**
 * Writes and reads resume tokens: `1.<epoch>.<head>.<stamp>.<gaps>.<mac>`, numbers in base 36, gaps as distances.
 * The secret is kept in the database, so any server of that database reads them, and nobody else can make one.
 */
export class ResumeTokens {
  constructor(private readonly secret: string) {}

  encode({ epoch, at }: ResumePoint): string {
    const position = withAtMostGaps(at.position, MAX_GAPS);
    // A position further back has no stamp of its own: the row it stands on was not the last one read.
    const stamp = position === at.position ? at.stamp : '';
    let previous = 0;
    const gaps = position.gaps.map(({ from, to }) => {
      const text = `${(from - previous).toString(36)}${to > from ? `-${(to - from).toString(36)}` : ''}`;
      previous = to;
      return text;
    });
    const body = `1.${epoch}.${position.head.toString(36)}.${stamp.replace('.', '_')}.${gaps.join('~')}`;
    return `${body}.${this.mac(body)}`;
  }

  /** @returns `null` for anything that this database's servers did not write */
  decode(token: string): ResumePoint | null {
    const end = token.lastIndexOf('.');
    const body = token.slice(0, Math.max(end, 0));
    if (!this.isMac(token.slice(end + 1), body)) return null;
    const [version, epoch, head, stamp, gaps] = body.split('.');
    if (version !== '1' || epoch === undefined || head === undefined || stamp === undefined || gaps === undefined)
      return null;
    return {
      epoch,
      at: { position: { head: Number.parseInt(head, 36), gaps: readGaps(gaps) }, stamp: stamp.replace('_', '.') },
    };
  }

  private mac(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest().subarray(0, MAC_BYTES).toString('base64url');
  }

  private isMac(given: string, body: string): boolean {
    const expected = Buffer.from(this.mac(body));
    const actual = Buffer.from(given);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }
}

function readGaps(text: string): readonly IdRange[] {
  if (text === '') return [];
  let previous = 0;
  return text.split('~').map((gap) => {
    const [distance, length] = gap.split('-');
    const from = previous + Number.parseInt(distance ?? '', 36);
    previous = from + (length === undefined ? 0 : Number.parseInt(length, 36));
    return { from, to: previous };
  });
}
