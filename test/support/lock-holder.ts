// A process that takes a lock when it is told to: `go` on stdin; then holds it until stdin ends, and releases it.
import { createInterface } from 'node:readline'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'

const [, , folder = '', role = ''] = process.argv
process.stdout.write('ready\n')
const lines = createInterface(process.stdin)[Symbol.asyncIterator]()
await lines.next()
try {
  const lock = await takeLock(folder, role)
  process.stdout.write('held\n')
  await lines.next()
  await lock.release()
} catch (error) {
  process.stdout.write(`refused: ${String(error)}\n`)
  process.exitCode = error instanceof ActionNeeded ? error.exitCode : 99
}
// A pipe that is being read keeps a process alive.
process.stdin.destroy()
