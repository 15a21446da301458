import './bin/require-node.js';
import { defineConfig } from 'vitest/config';
import { saveTime } from './test/support/save-time.ts';

saveTime();

export default defineConfig({
  test: {
    include: ['test/postgres/**/*.test.ts'],
    globalSetup: 'test/support/postgres-server.ts',
    // They mostly wait for each other's processes.
    maxWorkers: 3,
    testTimeout: 15_000,
    hookTimeout: 30_000,
  },
});
