import { type ApiDocument, nameOf, resolve, type Schema } from './open-api-document.ts';

/** One line that says what a value may be, such as `text, 1 to 255 characters` or `list of Order`. */
export function schemaText(api: ApiDocument, schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((choice) => schemaText(api, choice)).join(' or ');
  const target = resolve(api, schema);
  if (target.enum !== undefined) return target.enum.map(String).join(' | ');
  if (target.const !== undefined) return JSON.stringify(target.const);
  const name = nameOf(schema);
  if (name !== null) return name;
  if (schema.items !== undefined)
    return `list of ${schemaText(api, schema.items)}${range(schema.minItems, schema.maxItems, '')}`;
  const type = [schema.type ?? 'any'].flat().map(typeWord).join(' or ');
  const length = range(schema.minLength, schema.maxLength, ' characters');
  const value = range(schema.minimum, schema.maximum, '');
  return `${type}${length}${value}`;
}

/** Named schemas that a schema is made of, each once, itself first. */
export function namesWithin(api: ApiDocument, schema: Schema, found: string[] = []): string[] {
  const name = nameOf(schema);
  if (name !== null) {
    if (found.includes(name)) return found;
    found.push(name);
  }
  const target = resolve(api, schema);
  const parts = [...Object.values(target.properties ?? {}), ...(target.anyOf ?? []), ...(target.oneOf ?? [])];
  for (const part of [...parts, ...(target.items ? [target.items] : [])]) namesWithin(api, part, found);
  return found;
}

/** A value to start from when trying a call. */
export function sampleOf(api: ApiDocument, schema: Schema): unknown {
  const target = resolve(api, schema);
  if (target.enum !== undefined) return target.enum[0];
  if (target.items !== undefined) return [sampleOf(api, target.items)];
  if (target.properties !== undefined) {
    const required = target.required ?? [];
    const shown = Object.entries(target.properties).filter(
      ([name]) => required.length === 0 || required.includes(name),
    );
    return Object.fromEntries(shown.map(([name, part]) => [name, sampleOf(api, part)]));
  }
  return target.type === 'integer' || target.type === 'number' ? 1 : 'Sample';
}

function typeWord(type: string): string {
  if (type === 'string') return 'text';
  if (type === 'integer') return 'whole number';
  return type;
}

function range(min: number | undefined, max: number | undefined, unit: string): string {
  // The bounds of what a JSON number can hold say nothing to a reader.
  const top = max === Number.MAX_SAFE_INTEGER ? undefined : max;
  const bottom = min === Number.MIN_SAFE_INTEGER ? undefined : min;
  if (bottom !== undefined && top !== undefined) return `, ${bottom} to ${top}${unit}`;
  if (top !== undefined) return `, at most ${top}${unit}`;
  return bottom !== undefined ? `, at least ${bottom}${unit}` : '';
}
