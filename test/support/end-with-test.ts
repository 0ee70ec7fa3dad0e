// Loaded into each process of a test file by `npm test`: it ends with what it belongs to, whatever its tests have left behind.
import { after } from 'node:test'

/** So long what is left may take to end by itself once all tests of the file have ended, in milliseconds: many times what it does. */
const PATIENCE = 30_000

if (process.env['NODE_TEST_CONTEXT'] !== undefined) {
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
