import { writeFileSync } from 'node:fs'
import { Flow } from '../flow.ts'
import { copyOver, copyTruncate } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'

/** So long that the last 90 bytes of all lines are the same. */
const EQUAL_ENDS = { note: 'x'.repeat(80) }

/** Longer than the beginning by which other programs identify a file. */
const BANNER = '# this log is written by a daemon\n'.repeat(120)

/** The log is emptied in place while the agent runs, or is delayed. */
export const copytruncate: readonly Scenario[] = [
  {
    name: 'copytruncate_idle',
    what: 'Copied and truncated while nobody writes and everything is read; 5 times.',
    run: async (stage) => {
      await stage.start()
      for (let round = 0; round < 5; round += 1) {
        await stage.writeAndRead(100)
        copyTruncate(stage.log)
      }
    },
  },
  {
    name: 'copytruncate_live',
    what: 'Copied and truncated 5 times under 2,000 lines/s; 5 lines between copy and truncation are not counted as lost.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      const flow = new Flow(stage, 2000)
      for (let round = 0; round < 5; round += 1) {
        await stage.wait(500)
        copyTruncate(stage.log, () => stage.writeExcused(5))
      }
      await stage.wait(500)
      flow.stop()
      await stage.read()
    },
  },
  {
    name: 'copytruncate_regrow',
    what: 'Delayed while the log is copied, truncated and grows past the old offset.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(120)
      await stage.hold()
      copyTruncate(stage.log)
      stage.write(300)
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'regrow_aligned',
    what: 'The same, with lines of one length that end alike, so a line ends at the old offset again.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100, EQUAL_ENDS)
      await stage.hold()
      copyTruncate(stage.log)
      stage.write(300, stage.log, EQUAL_ENDS)
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'regrow_same_head',
    what: 'The same without a copy, and the first 4,000 bytes are the same as before.',
    run: async (stage) => {
      writeFileSync(stage.log, BANNER)
      await stage.start()
      await stage.writeAndRead(120)
      await stage.hold()
      writeFileSync(stage.log, BANNER + stage.ledger.next(300))
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'copytruncate_unread',
    what: 'Delayed with 200 unread lines when the log is copied and truncated: they are in the copy only.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      await stage.hold()
      stage.write(200)
      copyTruncate(stage.log)
      stage.write(50)
      await stage.wait(500)
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'copy_over_copy',
    what: 'A script copies the log over the previous copy and empties it, 3 times; once more while the agent is down.',
    run: async (stage) => {
      await stage.start()
      for (let round = 0; round < 3; round += 1) {
        await stage.writeAndRead(50)
        await stage.hold()
        stage.write(50)
        copyOver(stage.log)
        stage.release()
        await stage.read()
      }
      await stage.writeAndRead(50)
      await stage.stop()
      copyOver(stage.log)
      await stage.start()
    },
  },
]
