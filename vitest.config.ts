import './bin/require-node.js';
import { defineConfig } from 'vitest/config';
import { saveTime } from './test/support/save-time.ts';

saveTime();

export default defineConfig({
  // One copy of React and of HubSpot's SDK, or hooks break.
  resolve: { dedupe: ['react', '@hubspot/ui-extensions', '@remote-ui/react', 'react-reconciler'] },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/postgres/**', 'test/browser/**'],
    restoreMocks: true,
    // Flow tests start the whole service and a stand-in HubSpot.
    testTimeout: 30_000,
    // They mostly wait: for clocks, pauses and each other. More of them than cores keeps two cores busy.
    maxWorkers: 5,
  },
});
