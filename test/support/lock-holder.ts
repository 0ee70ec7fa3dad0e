// A process that takes a lock on `go` from stdin, holds it until stdin ends, and then releases it.
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
// An open stdin would keep the process alive.
process.stdin.destroy()
