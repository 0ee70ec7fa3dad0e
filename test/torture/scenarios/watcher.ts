import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fillWith } from '../ballast.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { WatchedServices, watcherFolders } from '../watched-services.ts'

/** Calls with which the watcher saves what it knows, and leaves an event. */
const CALLS = ['fsync', 'rename', 'unlink', 'fchmod'] as const

/** What the watcher tells of checks, each once, whatever happens to it. */
export const watcher: readonly Scenario[] = [
  {
    name: 'watch_kill_each_call',
    what: 'The watcher is killed before each call that saves what it knows or leaves an event; each service that went is told once.',
    needs: ['traces'],
    run: (stage) => killBeforeCalls(stage, CALLS),
  },
  {
    name: 'watch_kill_each_write',
    what: 'The same before each write, to whatever it is.',
    slow: true,
    needs: ['traces'],
    run: (stage) => killBeforeCalls(stage, ['write', 'openat']),
  },
  {
    name: 'watch_kill9',
    what: 'kill -9 eight times at any moment while services go; each is told once.',
    run: async (stage) => {
      const services = await WatchedServices.open(stage, 40)
      for (let round = 0; round < 8; round += 1) {
        await services.start()
        for (let gone = 0; gone < 4; gone += 1) {
          services.closeNext()
          await stage.wait(((round * 397 + gone * 151) % 700) + 20)
        }
        await services.end('SIGKILL')
      }
      await services.runOnce()
      await services.account()
    },
  },
  {
    name: 'watch_held',
    what: 'SIGSTOP for 4 s four times while services are asked, some of which go: nothing else is told, and each once.',
    run: async (stage) => {
      // Some are being asked at any time.
      const services = await WatchedServices.open(stage, 40, 200)
      const running = await services.start()
      for (let round = 0; round < 4; round += 1) {
        await stage.wait(700)
        running.kill('SIGSTOP')
        services.closeNext()
        await stage.wait(4000)
        running.kill('SIGCONT')
      }
      await stage.wait(6000)
      await services.end('SIGTERM')
      await services.runOnce()
      await services.account()
    },
  },
  {
    name: 'watch_disk_full',
    what: 'The disk of what it knows is full while services go, then that of its inbox; kill -9 once there is room.',
    needs: ['mounts'],
    run: async (stage) => {
      const { state, inbox } = watcherFolders(stage)
      const disks = [state, dirname(inbox)].map((folder) => smallDisk(stage, folder))
      const services = await WatchedServices.open(stage, 40)
      for (const [index, fill] of disks.entries()) {
        const running = await services.start()
        const clear = fill()
        for (let gone = 0; gone < 5; gone += 1) services.closeNext()
        await running.untilLine(index === 0 ? /checks_unsaved/ : /checks_untold/)
        await stage.wait(1000)
        clear()
        // Each check runs once more, and saves.
        await stage.wait(7000)
        await services.end('SIGKILL')
        await services.runOnce()
      }
      await services.account()
    },
  },
  {
    name: 'watch_state_garbled',
    what: 'What it knows is cut, emptied, of another version, garbage, or huge: it says so, begins anew and loses nothing.',
    run: async (stage) => {
      const services = await WatchedServices.open(stage, 20)
      const file = join(watcherFolders(stage).state, 'checks.json')
      const ways: readonly (() => void)[] = [
        () => truncateSync(file, Math.floor(statSync(file).size / 2)),
        () => writeFileSync(file, ''),
        () => writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":9')),
        () => writeFileSync(file, Buffer.alloc(100_000, 0xff)),
        () => truncateSync(file, 1024 ** 3),
        () => writeFileSync(file, '['.repeat(1_000_000)),
      ]
      for (const garble of ways) {
        services.closeNext()
        await services.runOnce()
        garble()
        services.closeNext()
        const { stderr } = await services.runOnce()
        if (!stderr.includes('checks_forgotten')) throw new Error('it does not say that it has lost what it knew')
        await services.runOnce()
      }
      await services.account(ways.length + 1)
    },
  },
]

async function killBeforeCalls(stage: Stage, all: readonly string[]): Promise<void> {
  const services = await WatchedServices.open(stage, 100)
  let deaths = 0
  for (const calls of all) {
    for (let number = 1; ; number += 1) {
      services.closeNext()
      const { signal } = await services.runOnce({ calls, effect: `signal=KILL:when=${number}` })
      await services.runOnce()
      if (signal !== 'SIGKILL') break
      deaths += 1
    }
  }
  if (deaths < all.length) throw new Error(`the watcher was killed only ${deaths} times`)
  await services.account()
}

/** Mounts a small disk at a folder; what it returns fills the disk, and what that returns clears it. */
function smallDisk(stage: Stage, folder: string): () => () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', folder])
  stage.atEnd(() => execFileSync('umount', ['--lazy', folder]))
  const ballast = join(folder, 'ballast')
  return () => {
    fillWith(ballast)
    return () => rmSync(ballast)
  }
}
