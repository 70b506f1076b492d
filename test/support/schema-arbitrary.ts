import fc from 'fast-check';

/** The part of JSON Schema that this product's documents use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

/** Text that has broken programs before. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '😀'.repeat(255),
    '__proto__',
    'constructor',
    "' OR 1=1 -- ",
    '"; DROP TABLE orders; --',
    '\u0024{jndi:ldap://x}',
    '../../../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    '\r\nSet-Cookie: a=b',
    '=cmd|calc!A1',
    '1e309',
    '-0',
    'a'.repeat(5_000),
  ),
);
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__":{"role":"admin","isAdmin":true},"constructor":{"prototype":{"role":"admin"}}}')),
);

/**
 * Values that a schema describes, and as often ones that are a little or wholly beside it.
 *
 * @param schemas what `$ref` points at, by the last part of its path
 */
export function aroundSchema(schema: JsonSchema, schemas: Schemas = {}, depth = 5): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: ofSchema(schema, schemas, depth) },
    { weight: depth > 3 ? 1 : 2, arbitrary: anyValue },
  );
}

function ofSchema(schema: JsonSchema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return anyValue;
  if (schema.$ref !== undefined) {
    const found = schemas[schema.$ref.split('/').pop() ?? ''];
    if (found === undefined) throw new Error(`${schema.$ref} is not in the document`);
    return ofSchema(found, schemas, depth);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts !== undefined) return fc.oneof(...parts.map((part) => ofSchema(part, schemas, depth)));
  const [type] = [schema.type ?? 'any'].flat();
  switch (type) {
    case 'object':
      return objectOf(schema, schemas, depth);
    case 'array':
      return fc.array(aroundSchema(schema.items ?? {}, schemas, depth - 1), {
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.oneof(fc.integer({ min: 1, max: 9 }), fc.maxSafeInteger(), fc.constantFrom(0, -1));
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return anyValue;
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema, schemas: Schemas, depth: number) {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, aroundSchema(part, schemas, depth - 1)]),
  );
  return fc
    .record(fields, { requiredKeys: required.filter((name) => name in fields) })
    .chain((value) =>
      fc.oneof(
        { weight: 8, arbitrary: fc.constant<unknown>(value) },
        { weight: 1, arbitrary: fc.tuple(nastyText, anyValue).map(([name, more]) => ({ ...value, [name]: more })) },
      ),
    );
}

function textOf({ pattern, maxLength = 300 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.oneof(fc.stringMatching(new RegExp(pattern)), nastyText);
  return fc.oneof(fc.string({ maxLength: Math.min(maxLength, 300) }), nastyText);
}
