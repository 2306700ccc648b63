import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their file; the other suites are folders under tests/. Interop and e2e run apart. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'] } },
      { test: { name: 'vectors', include: ['tests/vectors/**/*.test.ts'] } },
      { test: { name: 'scenario', include: ['tests/scenario/**/*.test.ts'] } },
      { test: { name: 'validation', include: ['tests/validation/**/*.test.ts'] } },
      {
        test: {
          name: 'interop',
          include: ['tests/interop/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
