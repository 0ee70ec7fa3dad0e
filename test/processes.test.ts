import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { ROOT } from '../build/executable/bundle.ts'
import { mortal } from './support/mortal.ts'

/** The options with which `npm test` runs one file. */
const RUNNER = ['--import', 'tsx', '--import', './test/support/test-process.ts', '--test', '--test-reporter=spec']

test(
  'killing the test runner ends all its processes and agents',
  { skip: mortal.length === 0 && 'needs setpriv of util-linux 2.33' },
  async (t) => {
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env
    const [program, ...words] = [...mortal, process.execPath, ...RUNNER, join(ROOT, 'test/support/endless-test.ts')]
    const runner = spawn(program, words, { cwd: ROOT, env })
    t.after(() => runner.kill('SIGKILL'))
    let said = ''
    for await (const line of createInterface(runner.stdout)) {
      said += `${line}\n`
      if (line.includes('processes: ')) break
    }
    const [, file, agent, folder = ''] = /processes: (\d+) (\d+) (\S+)/.exec(said) ?? assert.fail(said)
    t.after(() => rm(folder, { recursive: true }))
    runner.kill('SIGKILL')
    for (const pid of [file, agent]) while (existsSync(`/proc/${pid}`)) await setImmediate()
  },
)
