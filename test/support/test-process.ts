// Preloaded by `npm test` into the process of each test file: sets up the same environment everywhere, and makes sure
// that the process ends.
import { after } from 'node:test'

/** Time that remaining work may take to end after all tests of the file, in milliseconds: many times what it needs. */
const PATIENCE = 30_000

if (process.env['NODE_TEST_CONTEXT'] !== undefined) {
  // On a terminal the runner makes test files use colours, and the programs under test would, too.
  delete process.env['FORCE_COLOR']
  const runner = process.ppid
  // Whoever kills `npm test` means its tests, too.
  setInterval(() => process.ppid !== runner && process.kill(process.pid, 'SIGKILL'), 500).unref()
  after(() => {
    setTimeout(() => {
      process.stderr.write('A test has ended but left something running in its process.\n')
      process.exit(1)
    }, PATIENCE).unref()
  })
}
