import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

const ERRORS = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'] as const
const CALLS = ['openat', 'write', 'fsync', 'rename'] as const

/** A disk fails for a while, or is full, under what the agent writes or reads. */
export const disk: readonly Scenario[] = [
  ...ERRORS.map(spoolFault),
  {
    name: 'spool_folder_sync',
    what: 'A report stands in its folder, and the sync of the folder fails (EIO); it is sent meanwhile.',
    needs: ['traces'],
    transmits: true,
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      const end = await stage.trace({ calls: 'fsync', effect: 'error=EIO', paths: [join(stage.spool, 'sealed')] })
      stage.write(20)
      await stage.warned('spool_held')
      await end()
      await stage.warned('spool_held', false)
      await stage.writeAndRead(20)
      const keys = stage.api?.requests.map(({ headers }) => headers['idempotency-key']) ?? []
      if (new Set(keys).size < keys.length) throw new Error('a report was sent twice')
    },
  },
  {
    name: 'inodes_full',
    what: 'The file system of the spool has no inode left for 2 s, with lines coming; then kill -9 and start.',
    needs: ['mounts'],
    run: async (stage) => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=64,mode=0700', 'tmpfs', stage.spool])
      stage.atEnd(() => execFileSync('umount', ['--lazy', stage.spool]))
      await stage.start()
      await stage.writeAndRead(100)
      const ballast = takeAllInodes(stage.spool)
      stage.write(300)
      await stage.hear(/spool_held/)
      await stage.warned('spool_held')
      await stage.wait(2000)
      stage.write(100)
      for (const file of ballast) rmSync(file)
      await stage.read()
      await stage.kill()
      stage.write(100)
      await stage.start()
      await stage.read()
    },
  },
  {
    name: 'state_faults',
    what: 'checkpoints.json can be neither opened, written, synced nor renamed for a while; reports are sealed all the time.',
    needs: ['traces'],
    run: async (stage) => {
      const file = join(stage.spool, 'checkpoints.json')
      await stage.start()
      await stage.writeAndRead(10)
      for (const [index, error] of ERRORS.entries()) {
        const end = await stage.trace({ calls: CALLS.join(), effect: `error=${error}`, paths: [file, `${file}.tmp`] })
        await stage.writeAndRead(20)
        await until(() => stage.timesHeard('checkpoints_unsaved') > index, 'no notice that checkpoints are not saved')
        await stage.writeAndRead(20)
        await end()
        await until(() => covers(file, stage), `after ${error} the checkpoints are not saved by themselves`)
      }
      await expectTimes(stage, 'checkpoints_unsaved', ERRORS.length)
      await expectTimes(stage, 'spool_held', 0)
    },
  },
  {
    name: 'runtime_faults',
    what: 'The runtime folder can be neither written nor renamed in for a while; nothing else is different.',
    needs: ['traces'],
    run: async (stage) => {
      const file = join(stage.runtime, 'collector.json')
      await stage.start()
      await stage.writeAndRead(10)
      for (const [index, error] of ERRORS.entries()) {
        const end = await stage.trace({ calls: CALLS.join(), effect: `error=${error}`, paths: [`${file}.tmp`] })
        await stage.writeAndRead(20)
        await until(() => stage.timesHeard('status_unsaved') > index, 'no notice that status is not saved')
        await stage.writeAndRead(20)
        const lines = 10 + (index + 1) * 40
        await end()
        await until(() => contentOf(file).includes(`"lines":${lines},`), `after ${error} status stays old`)
      }
      await expectTimes(stage, 'status_unsaved', ERRORS.length)
      await expectTimes(stage, 'spool_held', 0)
    },
  },
  {
    name: 'log_eio',
    what: 'The log itself cannot be read (EIO) for a while, with lines coming.',
    needs: ['traces'],
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      const end = await stage.trace({ calls: 'pread64,read', effect: 'error=EIO', paths: [stage.log] })
      stage.write(20)
      await stage.hear(/source_unreadable: login/)
      stage.write(20)
      await stage.wait(1500)
      await end()
      await stage.read()
    },
  },
]

/** Each call that seals a report fails for a while, one after the other. */
function spoolFault(error: string): Scenario {
  return {
    name: `spool_${error.toLowerCase()}`,
    what: `The spool fails with ${error} for a while: at the opening, writing, syncing and renaming of a report.`,
    needs: ['traces'],
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(10)
      for (const calls of CALLS) {
        const paths = [join(stage.spool, 'sealing.tmp')]
        const end = await stage.trace({ calls, effect: `error=${error}`, paths })
        stage.write(20)
        await stage.warned('spool_held')
        stage.write(20)
        await end()
        await stage.read()
        await stage.warned('spool_held', false)
      }
      await expectTimes(stage, 'spool_held', CALLS.length)
      const named = stage.said.split('\n').filter((line) => /spool_held/.test(line) && line.includes(error))
      if (named.length !== CALLS.length) throw new Error(`spool_held does not name ${error}`)
    },
  }
}

/** Whether the saved checkpoints include every report. */
function covers(file: string, { spool }: Stage): boolean {
  const reports = readdirSync(join(spool, 'parsed')).length
  return contentOf(file).includes(`"sequence":${reports},`)
}

/** The file may be missing while it is replaced. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

async function expectTimes(stage: Stage, code: string, times: number): Promise<void> {
  const heard = stage.timesHeard(code)
  if (heard !== times) throw new Error(`${code} was reported ${heard} times instead of ${times}`)
}

/** Creates empty files until no more can be created; returns them. */
function takeAllInodes(folder: string): string[] {
  const made: string[] = []
  try {
    for (;;) {
      const file = join(folder, `ballast-${made.length}`)
      writeFileSync(file, '')
      made.push(file)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
  return made
}
