import { execFileSync } from 'node:child_process'
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '../scenario.ts'

const MiB = 1024 ** 2

/** The spool has bounds, and reports wait for more events. */
export const spool: readonly Scenario[] = [
  {
    name: 'min_free',
    what: "The spool's disk has less free than spool.min_free for a while, with lines coming; then kill -9 and start.",
    needs: ['mounts'],
    run: async (stage) => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=0700', 'tmpfs', stage.spool])
      stage.atEnd(() => execFileSync('umount', ['--lazy', stage.spool]))
      stage.configureSpool('min_free: 32MiB')
      await stage.start()
      await stage.writeAndRead(100)
      const ballast = join(stage.spool, 'ballast')
      writeFileSync(ballast, Buffer.alloc(40 * MiB))
      stage.write(300)
      await stage.hear(/spool_held.*spool\.min_free is 33554432/)
      await stage.warned('spool_held')
      rmSync(ballast)
      await stage.read()
      await stage.warned('spool_held', false)
      await stage.kill()
      stage.write(100)
      await stage.start()
      await stage.read()
    },
  },
  {
    name: 'max_files',
    what: 'As many reports wait as may; reading stops until some are taken away, over a restart too.',
    run: async (stage) => {
      stage.configureSpool('max_files: 10')
      await stage.start()
      for (let count = 0; count < 10; count += 1) await stage.writeAndRead(1)
      stage.write(5)
      await stage.warned('spool_held')
      await stage.kill()
      await stage.start()
      stage.write(5)
      await stage.warned('spool_held')
      const [parsed, transmitted] = [join(stage.spool, 'parsed'), join(stage.spool, 'transmitted')]
      if (readdirSync(parsed).length !== 10) throw new Error('more reports wait than allowed')
      for (const name of readdirSync(parsed)) renameSync(join(parsed, name), join(transmitted, name))
      await stage.read()
      await stage.warned('spool_held', false)
    },
  },
  {
    name: 'max_delay_kills',
    what: 'Reports wait for more events; kill -9 or SIGTERM comes at any moment of that wait.',
    run: async (stage) => {
      stage.configureSpool('max_delay: 300ms')
      await stage.start()
      for (let round = 0; round < 12; round += 1) {
        for (let lines = 0; lines < 10; lines += 1) {
          stage.write(1)
          await stage.wait(round * 5)
        }
        if (round % 3 === 2) await stage.stop()
        else await stage.kill()
        await stage.start()
      }
      const before = readdirSync(join(stage.spool, 'parsed')).length
      for (let lines = 0; lines < 20; lines += 1) {
        stage.write(1)
        await stage.wait(10)
      }
      await stage.read()
      const made = readdirSync(join(stage.spool, 'parsed')).length - before
      if (made > 5) throw new Error(`${made} reports of 20 lines within 200 ms`)
    },
  },
]
