import './bin/require-node.js';
import { defineConfig } from 'vitest/config';
import { saveTime } from './test/support/save-time.ts';

saveTime();

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/browser/build-cards.ts',
    // A browser and a service each.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
