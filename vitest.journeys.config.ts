import { defineConfig } from 'vitest/config';

/** Journeys run the local cloud, one after another: each hosts the whole template. */
export default defineConfig({
  test: {
    include: ['test/journeys/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
