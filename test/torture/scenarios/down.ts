import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { copyTruncate, rotate } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { recreateWithSameInode } from './renames.ts'

/** 4,080 bytes. */
const BANNER = '# this log is written by a daemon\n'.repeat(120)

/** Something happens to the log between a clean stop and the next start. */
export const down: readonly Scenario[] = [
  whileDown('rotate_while_down', 'More is written, the log renamed and created again.', (stage) => {
    stage.write(50)
    rotate(stage.log, stage.ledger.next(70))
  }),
  whileDown('rotate_twice_down', 'Two such rotations: unread lines are in .2, .1 and the log.', (stage) => {
    stage.write(50)
    rotate(stage.log, stage.ledger.next(50))
    rotate(stage.log, stage.ledger.next(70))
  }),
  whileDown('rotate_gz_down', 'One such rotation, and the old file is compressed at once.', (stage) => {
    stage.write(50)
    rotate(stage.log, stage.ledger.next(70))
    writeFileSync(`${stage.log}.1.gz`, gzipSync(readFileSync(`${stage.log}.1`)))
    rmSync(`${stage.log}.1`)
  }),
  whileDown('copytruncate_down', '200 lines are written, which are in the copy only.', (stage) => {
    stage.write(200)
    copyTruncate(stage.log)
    stage.write(70)
  }),
  whileDown('truncate_regrow_down', 'Truncated without a copy; it grows past the old offset.', (stage) => {
    writeFileSync(stage.log, stage.ledger.next(300))
  }),
  whileDown('regrow_same_head_down', 'The same, and the first 4,000 bytes are the same as before.', (stage) => {
    writeFileSync(stage.log, BANNER + stage.ledger.next(300))
  }),
  whileDown('inode_reuse_down', 'Removed and created again with the same inode and more content.', (stage) => {
    recreateWithSameInode(stage)
    stage.write(130)
  }),
]

/** 100 lines after a banner are read before the stop. */
function whileDown(name: string, what: string, change: (stage: Stage) => void): Scenario {
  return {
    name,
    what: `Down: ${what}`,
    run: async (stage) => {
      writeFileSync(stage.log, BANNER)
      await stage.start()
      await stage.writeAndRead(100)
      await stage.stop()
      change(stage)
      await stage.start()
      await stage.read()
    },
  }
}
