// Loaded by `npm test` into the process of each test file, so that it is the same everywhere, and ends.
import { after } from 'node:test'

/**
 * So long what is left may take to end by itself once all tests of the file have ended, in milliseconds: many times
 * what it does.
 */
const PATIENCE = 30_000

if (process.env['NODE_TEST_CONTEXT'] !== undefined) {
  // On a terminal the runner asks its files for colours, and they would ask what they test.
  delete process.env['FORCE_COLOR']
  const runner = process.ppid
  // Who kills `npm test` means its tests, too.
  setInterval(() => process.ppid !== runner && process.kill(process.pid, 'SIGKILL'), 500).unref()
  after(() => {
    setTimeout(() => {
      process.stderr.write('Something of a test that has ended still runs in its process.\n')
      process.exit(1)
    }, PATIENCE).unref()
  })
}
