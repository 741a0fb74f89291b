import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** Journeys that cut lines, fill disks and kill hosts look at what is answered in time: each has the machine to itself. */
const ALONE = ['disk-full', 'engines-refuse', 'killed-under-load', 'nothing-lost', 'outage'].map(
  (name) => `test/journeys/${name}.test.ts`,
);

/**
 * Journeys run the local cloud, each file the whole template in a data folder of its own. Months pass in them: a test
 * is only given up when it hangs.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    testTimeout: 600_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'two at a time',
          include: ['test/journeys/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
