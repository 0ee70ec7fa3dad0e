import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { type OutputTaker, runGroup } from '../../../../lib/system/processes/group-run.ts'

function given(script: string, stdout: OutputTaker): Parameters<typeof runGroup>[0] {
  const run = { cwd: '/', env: { PATH: '/usr/bin:/bin' }, stdin: '', timeout: 600_000, bound: 1024 }
  return { argv: ['/bin/sh', '-c', script], ...run, takers: { stdout }, signal: new AbortController().signal }
}

test('an output that is taken slowly is taken whole, though its program ended long ago', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let length = 0
  const take = async (piece: Buffer): Promise<boolean> => {
    const [, pid] = /^(\d+)\n/.exec(piece.toString('latin1', 0, 20)) ?? []
    if (length === 0) while (existsSync(`/proc/${pid}`)) await new Promise(setImmediate)
    for (let turn = 0; turn < 50; turn += 1) {
      t.mock.timers.tick(100)
      await new Promise(setImmediate)
    }
    length += piece.length
    return true
  }
  // So much fits into what was read already, and the pipe.
  const { end, stdout } = await runGroup(given('echo $$; exec head -c 100000 /dev/zero', take))
  assert.deepEqual(end, { code: 0 })
  assert.ok(length > 100_000)
  assert.equal(stdout.length, 0)
})

test('when a taker wants no more, or fails, the group ends', async () => {
  let pieces = 0
  const { end } = await runGroup(
    given('exec yes', async () => {
      pieces += 1
      return pieces < 3
    }),
  )
  assert.ok('killedBy' in end)
  assert.equal(pieces, 3)
  const failing = async (): Promise<boolean> => {
    throw new Error('full')
  }
  await assert.rejects(runGroup(given('exec yes', failing)), /full/)
})
