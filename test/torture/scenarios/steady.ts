import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { Flow } from '../flow.ts'
import type { Scenario } from '../scenario.ts'

/** Nothing unusual happens to the log. */
export const steady: readonly Scenario[] = [
  {
    name: 'steady',
    what: '10 lines, then 500 a second for 2 s.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      const flow = new Flow(stage, 500)
      await stage.wait(2000)
      flow.stop()
      await stage.read()
    },
  },
  {
    name: 'late_create',
    what: 'The log does not exist when the agent starts, and appears with its first content; the second time with its folder as well.',
    run: async (stage) => {
      rmSync(stage.log)
      await stage.start()
      await stage.hear(/source_missing: login/)
      await stage.writeAndRead(100)
      renameSync(dirname(stage.log), `${dirname(stage.log)}-old`)
      await stage.wait(500)
      mkdirSync(dirname(stage.log))
      stage.write(20)
      await stage.read()
    },
  },
  {
    name: 'touch_only',
    what: 'The times of the file change without new content.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      for (const days of [1, 0, 400]) {
        const time = Date.now() / 1000 - days * 86_400
        utimesSync(stage.log, time, time)
        await stage.wait(300)
      }
      await stage.writeAndRead(18)
    },
  },
  {
    name: 'chmod_away',
    what: 'The file is unreadable for 1.5 s (not to root), then its folder is gone for 1.5 s; lines are written all the time.',
    run: async (stage) => {
      const folder = dirname(stage.log)
      await stage.start()
      await stage.writeAndRead(50)
      const descriptor = openSync(stage.log, 'a')
      chmodSync(stage.log, 0)
      stage.write(20, descriptor)
      await stage.wait(1500)
      chmodSync(stage.log, 0o644)
      stage.write(30, descriptor)
      renameSync(folder, `${folder}-away`)
      stage.write(20, descriptor)
      await stage.wait(1500)
      renameSync(`${folder}-away`, folder)
      stage.write(50, descriptor)
      closeSync(descriptor)
      await stage.read()
    },
  },
]
