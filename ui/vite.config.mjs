import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { kioskTexts, languageNames } from './scripts/languages.mjs';
import { offlineFiles } from './scripts/offline-files.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
// Every HTML file beside this one is a page of its own, with its own first load.
const pages = readdirSync(here).filter((name) => name.endsWith('.html'));

export default defineConfig({
  root: here,
  base: '/ui/',
  plugins: [react(), kioskTexts(), offlineFiles({ page: 'kiosk.html', worker: 'kiosk-sw.js' })],
  // The names alone: a page loads the texts of the one language that it shows.
  define: { ADSUM_LANGUAGES: JSON.stringify(languageNames()) },
  // The server's policy allows no data: addresses, so nothing is inlined.
  build: {
    outDir: process.env.ADSUM_UI_OUT ?? '../src/adsum/web/static/ui',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages.map((name) => here + name) },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } } },
  test: { include: ['src/**/*.test.ts'] },
});
