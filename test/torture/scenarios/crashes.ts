import { execFileSync } from 'node:child_process'
import { globSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { fillWith } from '../ballast.ts'
import { Flow } from '../flow.ts'
import { copyTruncate, renameAway, rotate } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** The agent ends in the middle of things, or its disk does. */
export const crashes: readonly Scenario[] = [
  {
    name: 'kill9',
    what: 'kill -9 five times under 2,000 lines/s, with a start at once.',
    run: (stage) => restartUnderLoad(stage, () => stage.kill()),
  },
  {
    name: 'sigterm_restart',
    what: 'The same with clean stops.',
    run: (stage) => restartUnderLoad(stage, () => stage.stop()),
  },
  {
    name: 'kill9_rotate',
    what: 'kill -9, more is written, the log renamed and made anew, start.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      await stage.kill()
      stage.write(50)
      rotate(stage.log, stage.ledger.next(70))
      await stage.start()
      await stage.read()
    },
  },
  {
    name: 'kill9_storm',
    what: 'kill -9 30 times at any moment under 2,000 lines/s, with a rotation of either kind before every third.',
    slow: true,
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      const flow = new Flow(stage, 2000)
      for (let round = 0; round < 30; round += 1) {
        await stage.wait(((round * 397) % 700) + 20)
        if (round % 6 === 1) {
          renameAway(stage.log)
          await stage.wait(50)
          flow.reopen()
        }
        if (round % 6 === 4) copyTruncate(stage.log, () => stage.writeExcused(5))
        await stage.kill()
        await stage.start()
      }
      flow.stop()
      await stage.read()
    },
  },
  {
    name: 'state_full',
    what: 'The file system of the spool is full for 2 s, with lines coming; then kill -9 and start.',
    needs: ['mounts'],
    run: fillForAWhile,
  },
  {
    name: 'state_corrupt',
    what: 'kill -9, and every file of state loses its second half, as after a loss of power.',
    mayRepeat: true,
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      await stage.stop()
      await stage.start()
      await stage.writeAndRead(50)
      await stage.kill()
      const state = globSync(join(stage.spool, '*.json'))
      if (state.length === 0) throw new Error('the spool holds no state')
      for (const file of state) truncateSync(file, Math.floor(statSync(file).size / 2))
      stage.write(50)
      await stage.start()
      await stage.read()
    },
  },
]

/** Ends the agent five times while lines are written, and starts it again at once. */
export async function restartUnderLoad(
  stage: Stage,
  end: () => Promise<void>,
  linesPerSecond: number = 2000,
): Promise<void> {
  await stage.start()
  await stage.writeAndRead(10)
  const flow = new Flow(stage, linesPerSecond)
  for (let round = 0; round < 5; round += 1) {
    await stage.wait(700)
    await end()
    await stage.start()
  }
  await stage.wait(700)
  flow.stop()
  await stage.read()
}

/** The file system of the spool is full for 2 s, with lines coming; then the agent is killed and started. */
export async function fillForAWhile(stage: Stage): Promise<void> {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', stage.spool])
  stage.atEnd(() => execFileSync('umount', ['--lazy', stage.spool]))
  stage.configureSpool('min_free: 1B')
  await stage.start()
  await stage.writeAndRead(100)
  const ballast = join(stage.spool, 'ballast')
  fillWith(ballast)
  stage.write(300)
  await stage.hear(/spool_held/)
  await stage.wait(2000)
  stage.write(100)
  rmSync(ballast)
  await stage.read()
  await stage.kill()
  stage.write(100)
  await stage.start()
  await stage.writeAndRead(120)
}
