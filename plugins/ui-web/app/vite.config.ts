import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a host on this port; the built page to whoever serves it.
const host = 'http://127.0.0.1:8080';
const passed = ['/auth', '/user', '/chat', '/files', '/presence'];

export default defineConfig({
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
