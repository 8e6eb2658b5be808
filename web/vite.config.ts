import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The console speaks English: React Aria's other 33 languages (some 20 KB gzipped) stay out of the bundle. */
const englishOnly = (): Plugin => ({
  name: 'english-only',
  enforce: 'pre',
  resolveId(source, importer) {
    const isTranslation = /\/[a-z]{2}-[A-Z]{2}\.m?js$/.test(source) && !source.includes('en-US');
    return isTranslation && importer && /react-(aria|stately)/.test(importer) ? '\0no-translation' : undefined;
  },
  load: (id) => (id === '\0no-translation' ? 'export default {};' : undefined),
});

export default defineConfig({
  root: folder('./console'),
  plugins: [englishOnly(), react(), tailwindcss()],
  build: {
    outDir: folder('../dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    // Measured gzipped, in test/web/bundle-size.test.ts.
    chunkSizeWarningLimit: 800,
    // One chunk for all that the first page needs: split by who shares what, it weighs some 10 KB more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', test: /web\/console\/main\.tsx$/ }] } } },
  },
});
