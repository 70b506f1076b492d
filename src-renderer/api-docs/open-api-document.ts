/** The part of an OpenAPI 3.1 document that this page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface RawOperation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly answers: readonly {
    readonly status: string;
    readonly description: string;
    readonly schema: Schema | null;
  }[];
}

const METHODS = ['get', 'post', 'put', 'delete'];

/** Every call, in the order of the document. */
export function operationsOf(api: ApiDocument): Operation[] {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const raw = methods[method];
      return raw === undefined ? [] : [operationOf(method.toUpperCase(), path, raw)];
    }),
  );
}

function operationOf(method: string, path: string, raw: RawOperation): Operation {
  return {
    method,
    path,
    tag: raw.tags?.[0] ?? '',
    summary: raw.summary ?? path,
    description: raw.description ?? null,
    parameters: raw.parameters ?? [],
    body: schemaOf(raw.requestBody?.content),
    answers: Object.entries(raw.responses).map(([status, { description, content }]) => ({
      status,
      description,
      schema: schemaOf(content),
    })),
  };
}

function schemaOf(content: Content | undefined): Schema | null {
  return Object.values(content ?? {})[0]?.schema ?? null;
}

/** The schema itself where it is a reference to a named one. */
export function resolve(api: ApiDocument, schema: Schema): Schema {
  const name = nameOf(schema);
  return (name === null ? undefined : api.components?.schemas?.[name]) ?? schema;
}

export function nameOf(schema: Schema): string | null {
  return schema.$ref?.split('/').pop() ?? null;
}
