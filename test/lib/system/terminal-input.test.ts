import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isTerminalInput } from '../../../lib/system/terminal-input.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('terminals and consoles are terminals; files, pipes, sockets and /dev/null are not', async (t) => {
  const folder = await temporaryFolder(t)
  const isTerminal = (target: string, index: number): boolean => {
    symlinkSync(target, join(folder, String(index)))
    return isTerminalInput(join(folder, String(index)))
  }
  const targets = ['/dev/pts/0', '/dev/tty1', '/dev/ttyS0', '/dev/console', '/dev/null', 'pipe:[1]', 'socket:[1]', '/x']
  assert.deepEqual(targets.map(isTerminal), [true, true, true, true, false, false, false, false])
  assert.equal(isTerminalInput(join(folder, 'missing')), false)
})

test('standard input is told apart as Node tells it', () => {
  const ask = "process.stdout.write(String(require('node:tty').isatty(0)))"
  const told = execFileSync(process.execPath, ['-e', ask], { stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8' })
  assert.equal(String(isTerminalInput()), told)
})
