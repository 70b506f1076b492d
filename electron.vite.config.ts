import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// The floor: Electron 22, the last one for Windows 7 and 8.1, is Chromium 108 on Node 16.17.
const NODE_TARGET = 'node16.17';
const BROWSER_TARGET = 'chrome108';
// electron-vite asks the installed Electron for its version; the server is built without one.
process.env.ELECTRON_MAJOR_VER ??= '22';

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      // Everything is bundled: the server then starts without node_modules, and ESM-only packages load as CommonJS.
      externalizeDeps: false,
      sourcemap: true,
      lib: {
        entry: { server: resolve('src-main/server.ts') },
        formats: ['cjs'],
      },
    },
  },
  renderer: {
    root: resolve('src-renderer'),
    plugins: [react()],
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
