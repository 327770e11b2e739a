import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Generous: a timeout names a hang, it is no measure of speed (bench/ is).
    testTimeout: 90_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
})
