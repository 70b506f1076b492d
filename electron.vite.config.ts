import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// The floor: Electron 22, the last one for Windows 7 and 8.1, is Chromium 108 on Node 16.17.
const NODE_TARGET = 'node16.17';
const BROWSER_TARGET = 'chrome108';
// electron-vite asks the installed Electron for its version; the server is built without one.
process.env.ELECTRON_MAJOR_VER ??= '22';

/**
 * One character beyond Latin-1 (the libraries' character tables) makes V8 keep the whole bundle in two bytes each;
 * escaped, the server needs 3 MB less.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

/** Below this many bytes the header of a compressed answer eats what it saves. */
const WORTH_COMPRESSING = 1_024;

/**
 * Browsers on the LAN get each file compressed. Done here, once and as well as it goes, so that the server spends
 * neither time nor memory on it. Brotli is asked for over HTTPS only; gzip is for everybody else.
 */
const compressed: Plugin = {
  name: 'compressed',
  // What is written is what is compressed: other plugins change the code until then.
  async writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle)) {
      if (dir === undefined || !/\.(js|css)$/.test(name)) continue;
      const content = await readFile(join(dir, name));
      if (content.length < WORTH_COMPRESSING) continue;
      const [brotli, zipped] = await Promise.all([
        promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        promisify(gzip)(content, { level: 9 }),
      ]);
      await Promise.all([writeFile(join(dir, `${name}.br`), brotli), writeFile(join(dir, `${name}.gz`), zipped)]);
    }
  },
};

/**
 * The grid brings a theme as text in its code. Ours comes from its style sheets, so nobody should have to download the
 * other one too.
 */
const gridWithoutItsTheme: Plugin = {
  name: 'grid-without-its-theme',
  transform(code, id) {
    const [, library] = /\/(ag-grid-community|ag-stack)\/dist\/package\/main\.esm\.mjs$/.exec(id) ?? [];
    if (library === undefined) return null;
    const unnamed = code.replace('return themeQuartz;', 'return undefined;');
    const bare = unnamed.replace(/^(var \w+_default = )(["'`])[^\n]*\2;$/gm, '$1"";');
    if (bare === unnamed || (unnamed === code) === (library === 'ag-grid-community')) {
      this.error('The theme of the grid is somewhere else now.');
    }
    return { code: bare, map: null };
  },
};

/**
 * The console is loaded once its language is known. The page asks for its files at once all the same, so that nobody
 * waits for a second round.
 */
const preloadConsole: Plugin = {
  name: 'preload-console',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {}, path }) {
      const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
      const drawn = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/draw-console.tsx'));
      const page = chunks.find(({ facadeModuleId, isEntry }) => isEntry && facadeModuleId?.endsWith('/index.html'));
      if (drawn === undefined || page === undefined || path !== '/index.html') return [];
      const asked = new Set([page.fileName, ...page.imports]);
      const scripts = [drawn.fileName, ...drawn.imports].filter((name) => !asked.has(name));
      return [
        ...scripts.map((name) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` },
          injectTo: 'head' as const,
        })),
        ...[...(drawn.viteMetadata?.importedCss ?? [])].map((name) => ({
          tag: 'link',
          attrs: { rel: 'stylesheet', crossorigin: true, href: `./${name}` },
          injectTo: 'head' as const,
        })),
      ];
    },
  },
};

export default defineConfig({
  main: {
    plugins: [asciiOnly],
    build: {
      target: NODE_TARGET,
      // Everything is bundled: the server then starts without node_modules, and ESM-only packages load as CommonJS.
      externalizeDeps: false,
      sourcemap: true,
      lib: {
        entry: { main: resolve('src-main/electron/main.ts'), server: resolve('src-main/server.ts') },
        formats: ['cjs'],
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      // A sandboxed preload script is one file and may load `electron` alone.
      lib: { entry: { preload: resolve('src-preload/preload.ts') }, formats: ['cjs'] },
    },
  },
  renderer: {
    root: resolve('src-renderer'),
    plugins: [react(), gridWithoutItsTheme, preloadConsole, compressed],
    build: {
      target: BROWSER_TARGET,
      minify: true,
      cssTarget: BROWSER_TARGET,
      outDir: resolve('out/renderer'),
      rollupOptions: {
        input: {
          index: resolve('src-renderer/index.html'),
          'api-docs': resolve('src-renderer/api-docs.html'),
        },
      },
    },
  },
});
