import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const NOT_BUILT = 'The console has not been built yet: run "npm run build" and start the server again.\n';

/** Whether `dir` holds a built console. */
export function hasWebApp(dir: string | null): dir is string {
  return dir !== null && existsSync(join(dir, 'index.html'));
}

/** The console and the page for the API. Without a build, their addresses say how to make one. */
export function addWebApp(app: FastifyInstance, dir: string | null): void {
  app.register(async (files) => {
    // The door itself must be reachable by those who have not come in yet.
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, permission: 'public' };
    });
    addFiles(files, dir);
  });
}

function addFiles(app: FastifyInstance, dir: string | null): void {
  if (!hasWebApp(dir)) {
    for (const path of ['/', '/api/docs']) {
      app.get(path, { schema: { hide: true } }, async (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send(NOT_BUILT),
      );
    }
    return;
  }
  app.register(fastifyStatic, {
    root: dir,
    cacheControl: false,
    dotfiles: 'ignore',
    // The build leaves each file as brotli and gzip too.
    preCompressed: true,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', cachingOf(path));
      // Caches on the way must not give the packed form to somebody who cannot read it.
      response.setHeader('Vary', 'Accept-Encoding');
    },
  });
  app.after(() => {
    app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) => reply.sendFile('api-docs.html'));
  });
}

/** The build puts a hash of the content into the names of assets; pages keep their names and are asked for anew. */
function cachingOf(path: string): string {
  return path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
