import { closeSync, openSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { Flow } from '../flow.ts'
import { renameAway, rotate } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** The log is replaced by another file while the agent runs. */
export const renames: readonly Scenario[] = [
  {
    name: 'rename_create',
    what: 'Renamed to .1; the writer keeps the old file for 0.5 s, then creates a new one; 5 times under load.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      const flow = new Flow(stage, 400)
      for (let round = 0; round < 5; round += 1) {
        await stage.wait(300)
        renameAway(stage.log)
        await stage.wait(500)
        flow.reopen()
      }
      await stage.wait(300)
      flow.stop()
      await stage.read()
    },
  },
  {
    name: 'rename_fast',
    what: '10 rotations 60 ms apart, 100 lines in each file.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      for (let round = 0; round < 10; round += 1) {
        rotate(stage.log, stage.ledger.next(100))
        await stage.wait(60)
      }
      await stage.read()
    },
  },
  {
    name: 'rename_back',
    what: 'Renamed away and back after 0.5 s, with lines written meanwhile.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      renameSync(stage.log, `${stage.log}.away`)
      stage.write(20, `${stage.log}.away`)
      await stage.wait(500)
      renameSync(`${stage.log}.away`, stage.log)
      await stage.writeAndRead(50)
    },
  },
  {
    name: 'rewrite_same_head',
    what: 'The new file begins with the same 2,000 bytes as the old one.',
    run: async (stage) => {
      const banner = '# this log is written by a daemon\n'.repeat(60)
      writeFileSync(stage.log, banner)
      await stage.start()
      await stage.writeAndRead(90)
      rotate(stage.log, banner + stage.ledger.next(50))
      await stage.wait(500)
      await stage.writeAndRead(50)
    },
  },
  {
    name: 'delete_recreate',
    what: 'Lines are written, and the file is removed at once; created again after 1.5 s; 3 times.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      for (let round = 0; round < 3; round += 1) {
        stage.write(20)
        rmSync(stage.log)
        await stage.wait(1500)
        await stage.writeAndRead(40)
      }
    },
  },
  {
    name: 'inode_reuse',
    what: 'Removed and created again until the inode is the same, if it ever is, with more content than before.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(60)
      recreateWithSameInode(stage)
      await stage.writeAndRead(130)
    },
  },
  {
    name: 'symlink_switch',
    what: 'The path is a link that is switched to a new file, while the writer uses the old one for another 0.3 s; 3 times.',
    run: async (stage) => {
      const target = (round: number): string => `${stage.log}-target-${round}`
      renameSync(stage.log, target(0))
      symlinkSync(target(0), stage.log)
      await stage.start()
      await stage.writeAndRead(60)
      for (let round = 1; round <= 3; round += 1) {
        const old = openSync(target(round - 1), 'a')
        writeFileSync(target(round), stage.ledger.next(20))
        symlinkSync(target(round), `${stage.log}.new`)
        renameSync(`${stage.log}.new`, stage.log)
        for (let piece = 0; piece < 3; piece += 1) {
          stage.write(10, old)
          await stage.wait(100)
        }
        closeSync(old)
        await stage.writeAndRead(50)
      }
    },
  },
]

/**
 * Removes the log and creates it again, empty, until it has the same inode; gives up after a while, for an open file
 * prevents that.
 */
export function recreateWithSameInode({ log }: Stage): void {
  const { ino } = statSync(log)
  for (let tries = 0; tries < 200; tries += 1) {
    rmSync(log)
    writeFileSync(log, '')
    if (statSync(log).ino === ino) return
  }
}
