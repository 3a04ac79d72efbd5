import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a host on this port; the built page to whoever serves it.
const host = 'http://127.0.0.1:8080';
const passed = ['/auth', '/user', '/chat', '/files', '/presence'];

// What stands around import(): Vite's own is ten times as long, for browsers and bundles we do not have. `files`: what the chunk needs beside itself.
const importing = `export const __vitePreload = (load, files = []) =>
  Promise.all(files.filter((file) => file.endsWith('.css') && !document.querySelector('link[href="/' + file + '"]')).map((file) => new Promise((done, lost) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/' + file, onload: done, onerror: lost }))))).then(load);`;
const shortImport: Plugin = { name: 'short-import', enforce: 'pre', apply: 'build', load: (id) => (id === '\0vite/preload-helper.js' ? importing : undefined) };

export default defineConfig({
  plugins: [shortImport],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' } },
  },
  test: { setupFiles: ['test/setup.js'] },
  server: {
    proxy: { ...Object.fromEntries(passed.map((path) => [path, host])), '/stomp': { target: host, ws: true } },
  },
});
