import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HubScenario } from '../scenario.ts'

function full(name: string, minFree: string, what: string): HubScenario {
  return {
    name,
    what,
    store: 'embedded',
    needs: 'root',
    run: async (stage) => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', stage.data])
      try {
        const ballast = join(stage.data, 'ballast')
        writeFileSync(ballast, Buffer.alloc(12 * 1024 ** 2))
        stage.configure(`min_free: ${minFree}`)
        await stage.start()
        stage.reporters.begin(5, 100)
        await stage.reporters.answeredMore(503, 20)
        const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${stage.port}/readyz`)).status
        // What the hub saw at its start counts for two seconds.
        while ((await ready()) !== 503);
        rmSync(ballast)
        await stage.reporters.acknowledgedMore(1000)
        await stage.reporters.stop()
        const { statuses } = stage.reporters
        assert.deepEqual(new Set(statuses.keys()), new Set([202, 503]), 'nothing but 503 while the disk is full')
        await stage.hub.end('SIGTERM')
        await stage.checkAccount()
      } finally {
        await stage.hub.end('SIGKILL')
        execFileSync('umount', ['--lazy', stage.data])
      }
    },
  }
}

/** A disk without room. */
export const fullDisk: readonly HubScenario[] = [
  full('disk-at-floor', '4MiB', 'The disk gets fuller than min_free allows, then has room again.'),
  full('disk-full', '1B', 'The disk is full to the last byte, then has room again.'),
]
