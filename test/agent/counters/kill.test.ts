import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CountingRun, saidIn } from '../../support/counting-scene.ts'
import { mortal } from '../../support/mortal.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** How often the process is killed. */
const KILLS = 12

const CHILD = fileURLToPath(import.meta.resolve('../../support/counting-child.ts'))

const NAMES = ['a.log', 'b.log']

interface Scene {
  readonly folder: string
  readonly logs: readonly [{ readonly path: string }]
  /** Adds a few lines to each log. */
  readonly write: () => void
  readonly rotate: (age: number) => void
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const log = (name: string): string => join(folder, 'logs', name)
  mkdirSync(join(folder, 'logs'))
  for (const name of NAMES) writeFileSync(log(name), 'first\n')
  let number = 0
  return {
    folder,
    logs: [{ path: log('*.log') }],
    write: () => {
      for (const name of NAMES) appendFileSync(log(name), `${'x'.repeat(number % 7)}${(number += 1)}\n`.repeat(3))
    },
    rotate: (age) => {
      renameSync(log('a.log'), log(`a.log.${age}`))
      writeFileSync(log('a.log'), '')
    },
  }
}

/** Counts in a process of its own, while the logs grow, until it is killed after so many intervals, wherever it is. */
async function countKilled(folder: string, { logs, write }: Scene, most: number): Promise<void> {
  const command = [...mortal, process.execPath, CHILD, folder, logs[0].path]
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let intervals = 0
  for await (const said of child.stdout) {
    intervals += String(said).length
    write()
    if (intervals >= most) child.kill('SIGKILL')
  }
  await closed
  assert.equal(child.signalCode, 'SIGKILL')
}

test('kill -9 at any moment, while logs grow and are rotated, counts and seals each line once', async (t) => {
  const scene = await createScene(t)
  const { folder, logs } = scene
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')]
  const undisturbed = await CountingRun.start(whole, { logs })
  const first = await CountingRun.start(killed, { logs })
  await first.stop()
  for (let kill = 0; kill < KILLS; kill += 1) {
    await countKilled(killed, scene, 1 + (kill % 5))
    if (kill % 4 === 3) scene.rotate(100 - kill)
    await undisturbed.interval(0)
  }
  const last = await CountingRun.start(killed, { logs })
  for (const run of [undisturbed, last]) for (let interval = 0; interval < 4; interval += 1) await run.interval(20)
  assert.equal(last.state, undisturbed.state)
  await last.stop()
  await undisturbed.stop()
  assert.ok(saidIn(whole).length > KILLS)
  assert.deepEqual(saidIn(killed), saidIn(whole))
})
