import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { baseMessageSchema } from '../../src-shared/base-message.ts';
import { clientMessageSchema } from '../../src-shared/client-message.ts';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import { serverMessageSchema } from '../../src-shared/server-message.ts';

// A change here is a change of the protocol: decide whether clients of the same version still understand it, tell it
// in PROTOCOL.md and the changelog, and only then take over the new hash.
const HASHES = {
  'base messages': 'dd6fea64edc4faf3915cf17548b74adfe1710db22d554ee9b22727d5329d65ef',
  'messages of the client': 'bf1a385840ddbdbfed4ba927d2da095f512c5d007b9cb15d652323da3622086f',
  'messages of the server': 'ada199818c1c8c93b2255e7b6ac3240a63f653212db3200842d0ef77016dc6f0',
};

const SCHEMAS = {
  'base messages': baseMessageSchema,
  'messages of the client': clientMessageSchema,
  'messages of the server': serverMessageSchema,
};

/** Of the JSON schema with everything that has no order put in one, so that only a change of meaning changes the hash. */
function hashOf(schema: z.ZodType): string {
  const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), (key, value: unknown) => {
    if (key === 'required' && Array.isArray(value)) return [...value].sort();
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(json).digest('hex');
}

describe('wire contract', () => {
  it(`[ARCH-13] the messages of ${ORDERDECK_V1} and of the base do not change unnoticed`, () => {
    const hashes = Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, hashOf(schema)]));
    expect(hashes).toEqual(HASHES);
  });

  it('[ARCH-13] the hash sees a field, a limit and a name', () => {
    const order = z.object({ id: z.number().max(5), name: z.string() });
    const others = [
      z.object({ id: z.number().max(5) }),
      z.object({ id: z.number().max(6), name: z.string() }),
      z.object({ id: z.number().max(5), title: z.string() }),
    ];
    expect(hashOf(order)).toBe(hashOf(z.object({ name: z.string(), id: z.number().max(5) })));
    for (const other of others) expect(hashOf(other)).not.toBe(hashOf(order));
  });
});
