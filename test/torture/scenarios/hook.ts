import { join } from 'node:path'
import { BOUNDS } from '../../../agent/inbox/bounds.ts'
import { SpoolDisk } from '../../chaos/spool-disk.ts'
import { Hooked, type HookRun } from '../hooked.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const ERRORS = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE'] as const

/** Calls of the hook's thread for files; it also writes to tell the main thread of each that has ended. */
const CALLS = ['fchown', 'fchmod', 'fsync', 'rename', 'unlink', 'write'] as const

/** The hook that cPanel runs is killed, or has no room. */
export const hook: readonly Scenario[] = [
  {
    name: 'hook_kill_each_call',
    what: 'The hook is killed before each call that changes something; what is in place then is reported once.',
    needs: ['traces'],
    run: async (stage) => {
      const hooked = await stageWithInbox(stage)
      let deaths = 0
      for (const calls of CALLS) {
        for (let number = 1; ; number += 1) {
          const run = await hooked.run({ calls, effect: `signal=KILL:when=${number}` })
          settle(hooked, run)
          if (run.isAcknowledged && !hooked.inPlace().has(run.mailbox))
            throw new Error('it answered before it was done')
          if (run.signal !== 'SIGKILL') break
          deaths += 1
        }
      }
      if (deaths < CALLS.length) throw new Error(`the hook was killed only ${deaths} times`)
      await takenBy(stage, hooked)
    },
  },
  {
    name: 'hook_faults',
    what: 'Each call of the hook fails, with each error; it answers that all is well, and what is in place is whole.',
    needs: ['traces'],
    run: async (stage) => {
      const hooked = await stageWithInbox(stage)
      const paths = [join(stage.spool, 'inbox')]
      for (const error of ERRORS) {
        for (const calls of ['fchown', 'fchmod', 'fsync', 'rename', 'unlink']) {
          expectAnswer(settle(hooked, await hooked.run({ calls, effect: `error=${error}` })))
        }
        expectAnswer(settle(hooked, await hooked.run({ calls: 'openat,getdents64', paths, effect: `error=${error}` })))
      }
      await takenBy(stage, hooked)
    },
  },
  {
    name: 'hook_disk_full',
    what: 'The disk of the spool is full for a while; hooks answer, and those before and after it are reported.',
    needs: ['mounts'],
    run: async (stage) => {
      const disk = new SpoolDisk(stage.spool, 8)
      stage.atEnd(() => disk.unmount())
      stage.configureSpool('min_free: 1B')
      const hooked = await stageWithInbox(stage)
      for (let count = 0; count < 3; count += 1) expectInPlace(settle(hooked, await hooked.run()), hooked)
      disk.fill()
      for (let count = 0; count < 3; count += 1) expectAnswer(settle(hooked, await hooked.run()))
      disk.clear()
      await stage.start()
      await stage.writeAndRead(10)
      disk.fill()
      stage.write(100)
      await stage.hear(/spool_held/)
      for (let count = 0; count < 3; count += 1) expectAnswer(settle(hooked, await hooked.run()))
      disk.clear()
      await stage.read()
      for (let count = 0; count < 3; count += 1) hooked.expect(expectAnswer(await hooked.run()).mailbox)
      await settled(stage, hooked)
    },
  },
  {
    name: 'inbox_full',
    what: 'The inbox is full while no collector runs; hooks answer at once, the collector takes all and tells how many were given up.',
    run: async (stage) => {
      const hooked = await stageWithInbox(stage)
      expectInPlace(settle(hooked, await hooked.run()), hooked)
      for (let left = BOUNDS.files - hooked.inPlace().size; left > 0; left -= 1) hooked.leave()
      for (let count = 0; count < 3; count += 1) expectAnswer(settle(hooked, await hooked.run()))
      if (hooked.inPlace().size > BOUNDS.files) throw new Error('a hook wrote more than the inbox holds')
      await stage.start()
      await stage.hear(/inbox_full: .*: 3 events were dropped by their writers/)
      await hooked.taken()
      const { mailbox } = expectAnswer(await hooked.run())
      hooked.expect(mailbox)
      await settled(stage, hooked)
    },
  },
]

/** Lets the collector make its folders. */
async function stageWithInbox(stage: Stage): Promise<Hooked> {
  await stage.start()
  await stage.writeAndRead(1)
  await stage.stop()
  return new Hooked(stage)
}

/** Notes what a hook left while no collector takes it: that must be reported. */
function settle(hooked: Hooked, run: HookRun): HookRun {
  if (hooked.inPlace().has(run.mailbox)) hooked.expect(run.mailbox)
  return run
}

function expectAnswer(run: HookRun): HookRun {
  const { code, signal, isAcknowledged, stderr } = run
  if (code === 0 && isAcknowledged && stderr === '') return run
  throw new Error(`the hook ended with ${code ?? signal}, and said: ${run.stdout}${stderr}`)
}

function expectInPlace(run: HookRun, hooked: Hooked): void {
  expectAnswer(run)
  if (!hooked.inPlace().has(run.mailbox)) throw new Error('the hook answered, and nothing is in place')
}

/** The collector takes everything, and has reported it once; it runs then. */
async function takenBy(stage: Stage, hooked: Hooked): Promise<void> {
  await stage.start()
  await settled(stage, hooked)
}

/** The same of a running collector. */
async function settled(stage: Stage, hooked: Hooked): Promise<void> {
  await hooked.taken()
  await stage.stop()
  hooked.check()
  await stage.start()
}
