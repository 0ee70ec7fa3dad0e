import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rotate } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** Unread lines are compressed, or in cPanel's own archive. */
export const archives: readonly Scenario[] = [
  {
    name: 'rotate_gz_held',
    what: 'Delayed with unread lines over two rotations, and both old files are compressed.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      await stage.hold()
      stage.write(50)
      rotate(stage.log, stage.ledger.next(50))
      rotate(stage.log, stage.ledger.next(50))
      for (const number of [1, 2]) await compress(`${stage.log}.${number}`, stage)
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'gzip_slow',
    what: 'Compressing the old file takes 1 s, after late writes to it; the next one is compressed while the agent starts.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      rotate(stage.log, stage.ledger.next(50))
      stage.write(20, `${stage.log}.1`)
      await compress(`${stage.log}.1`, stage, 1000)
      await stage.writeAndRead(50)
      await stage.stop()
      stage.write(50)
      rmSync(`${stage.log}.1.gz`)
      rotate(stage.log, stage.ledger.next(50))
      await Promise.all([compress(`${stage.log}.1`, stage, 1000), stage.start()])
      await stage.read()
    },
  },
  {
    name: 'cpanel_archive',
    what: 'As cPanel does it: the older part is moved to archive/NAME-MM-YYYY.gz, the newest stays; delayed, then down.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(100)
      await stage.hold()
      stage.write(200)
      archive(stage.log, 50)
      stage.write(20)
      stage.release()
      await stage.read()
      await stage.stop()
      stage.write(200)
      archive(stage.log, 250)
      stage.write(20)
      await stage.start()
      await stage.read()
      await stage.stop()
      stage.write(200)
      archive(stage.log, 50)
      await stage.start()
      await stage.read()
    },
  },
]

/** Compresses as gzip does, in 5 steps over this many milliseconds. */
async function compress(file: string, stage: Stage, milliseconds = 0): Promise<void> {
  const compressed = gzipSync(readFileSync(file))
  const piece = Math.ceil(compressed.length / 5)
  for (let at = 0; at < compressed.length; at += piece) {
    appendFileSync(`${file}.gz`, compressed.subarray(at, at + piece))
    await stage.wait(milliseconds / 5)
  }
  rmSync(file)
}

/** Keeps the last lines of a log, and moves those before to the archive of the month. */
function archive(log: string, kept: number): void {
  const lines = readFileSync(log, 'utf8').split(/(?<=\n)/)
  const folder = join(dirname(log), 'archive')
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, 'login_log-11-2026.gz'), gzipSync(lines.slice(0, -kept).join('')))
  writeFileSync(log, lines.slice(-kept).join(''))
}
