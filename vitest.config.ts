import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The simulated day (npm run test:long) takes many minutes; everything else runs at each change.
    include: process.env.LONG ? ['test/**/*.long.ts'] : ['test/**/*.test.ts'],
    // Generous: a timeout names a hang, it is no measure of speed (bench/ is).
    testTimeout: 90_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    // Journeys run real processes and a browser; on a busy CI machine one second try tells a hang from a fault.
    retry: process.env.CI ? 1 : 0,
  },
})
