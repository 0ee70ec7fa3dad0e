import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CountingRun, saidIn } from '../../support/counting-scene.ts'
import { mortal } from '../../support/mortal.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** How often the process is killed. */
const KILLS = 12

test('kill -9 at any moment, while logs grow and are rotated, counts and seals each line once', async (t) => {
  const folder = await temporaryFolder(t)
  const whole = join(folder, 'whole')
  const killed = join(folder, 'killed')
  const logs = [{ path: join(folder, 'logs', '*.log') }]
  const log = (name: string): string => join(folder, 'logs', name)
  mkdirSync(join(folder, 'logs'))
  for (const name of ['a.log', 'b.log']) writeFileSync(log(name), 'first\n')
  const undisturbed = await CountingRun.start(whole, { logs })
  const first = await CountingRun.start(killed, { logs })
  await first.stop()
  let number = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const [program = '', ...args] = [
      ...mortal,
      process.execPath,
      'test/support/counting-child.ts',
      killed,
      logs[0]?.path ?? '',
    ]
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    // It says a byte after each interval: at some of these it is killed, wherever it is then.
    let intervals = 0
    for await (const said of child.stdout) {
      assert.ok(Buffer.isBuffer(said))
      intervals += said.length
      for (const name of ['a.log', 'b.log'])
        appendFileSync(log(name), `${'x'.repeat(kill)}${(number += 1)}\n`.repeat(3))
      if (intervals > kill % 5) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    if (kill % 4 === 3) {
      renameSync(log('a.log'), log(`a.log.${100 - kill}`))
      writeFileSync(log('a.log'), '')
    }
    await undisturbed.interval(0)
  }
  for (let interval = 0; interval < 4; interval += 1) await undisturbed.interval(20)
  const last = await CountingRun.start(killed, { logs })
  for (let interval = 0; interval < 4; interval += 1) await last.interval(20)
  assert.equal(last.state, undisturbed.state)
  await last.stop()
  await undisturbed.stop()
  assert.ok(number > 2 * KILLS)
  assert.deepEqual(saidIn(killed), saidIn(whole))
})
