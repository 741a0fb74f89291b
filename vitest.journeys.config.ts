import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/**
 * Journeys run the local cloud, each file the whole template in a data folder of its own, two at a time. Months pass in
 * them: a test is only given up when it hangs.
 */
export default defineConfig({
  test: {
    include: ['test/journeys/**/*.test.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
