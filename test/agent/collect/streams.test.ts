import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Frontier } from '../../../agent/collect/frontier.ts'
import { collectStream } from '../../../agent/collect/streams.ts'
import type { Journal, Stream } from '../../../agent/config/config.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { Turns } from '../../../agent/follow/turns.ts'
import { SourceStates } from '../../../agent/snapshots/source-states.ts'
import { elapsed } from '../../../lib/system/clock.ts'
import { storeOf } from '../../support/intake.ts'
import { JournalFiles, withoutJournals } from '../../support/journal-files.ts'
import { createSpool, temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine } from '../../support/test-host.ts'

const COMMON = { source: 'login', option: 'logs.0', zone: 'UTC' } as const
const NOW = 1000

/** Collects from a stream; up to when all was read as its reports were sealed, and once it has caught up or ended. */
async function frontierWhile(
  t: TestContext,
  stream: Stream | Journal,
  once: boolean,
): Promise<{ readonly sealing: readonly number[]; readonly after: number }> {
  const scene = await createSpool(t)
  const stop = new AbortController()
  const { signal } = stop
  const { checkpoints, intake } = storeOf(scene, 1e9, signal)
  const all = new Frontier({ now: () => NOW, elapsed })
  const caughtUp = Promise.withResolvers<void>()
  const frontier: Pick<Frontier, 'watch'> = {
    watch: (waker) => {
      const watched = all.watch(waker)
      const wake: typeof watched.wake = (...how) => {
        const woken = watched.wake(...how)
        caughtUp.resolve()
        return woken
      }
      return { ...watched, wake }
    },
  }
  const sealing: number[] = []
  const work = collectStream({
    stream,
    frontier,
    once,
    identity: 'host.example.com',
    intake: {
      wants: intake.wants,
      isSelected: intake.isSelected,
      take: (...batch) => {
        sealing.push(all.time)
        return intake.take(...batch)
      },
    },
    checkpoints,
    turns: new Turns(1),
    rateLimit: new ReadRateLimit(Infinity, elapsed),
    maxDelay: 0,
    tell: scene.tell,
    signal,
    sources: new SourceStates(() => undefined),
  })
  await Promise.race([work, caughtUp.promise])
  const after = all.time
  stop.abort()
  await work
  await checkpoints.close()
  return { sealing, after }
}

test('rules wait until what stands in a journal is read', { skip: withoutJournals }, async (t) => {
  const files = new JournalFiles(await temporaryFolder(t))
  files.append('system', ...Array.from({ length: 600 }, (_, index) => loginLine(`m${index}@example.com`)))
  const which = { matches: ['_SYSTEMD_UNIT=app.service'], directory: files.folder, start: 'beginning' } as const
  const journal = { ...COMMON, ...which, kind: 'journal', path: 'journal _SYSTEMD_UNIT=app.service' } as const
  const { sealing, after } = await frontierWhile(t, journal, false)
  assert.ok(sealing.length > 1)
  assert.deepEqual([new Set(sealing), after], [new Set([-Infinity]), NOW])
})

test('rules do not wait for a pipe, as nobody can tell whether more was written', async (t) => {
  const path = join(await temporaryFolder(t), 'lines')
  execFileSync('/usr/bin/mkfifo', [path])
  const writer = await open(path, 'r+')
  await writer.write(`${loginLine('anna@example.com')}\n`)
  assert.deepEqual(await frontierWhile(t, { ...COMMON, kind: 'pipe', path }, true), { sealing: [NOW], after: NOW })
  await writer.close()
})
