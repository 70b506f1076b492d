import type { FastifyInstance } from 'fastify';

/** Which methods the paths of this server take, for `Allow`. */
export interface AllowedMethods {
  /** Sorted; empty when there is nothing at this path. */
  at(path: string): readonly string[];
}

/** Learns the routes as they are declared, so call this before declaring any. Files (`/*`) are not among them. */
export function trackAllowedMethods(app: FastifyInstance): AllowedMethods {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.includes('*')) routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  return {
    at(path) {
      const methods = routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods);
      return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.\\^$+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z]+/g, '[^/]+')}$`);
}
