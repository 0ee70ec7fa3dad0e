import assert from 'node:assert/strict'
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { Intake } from '../../../agent/collect/intake.ts'
import { selectionOf } from '../../../agent/collect/selection.ts'
import { collectInbox } from '../../../agent/inbox/collect-inbox.ts'
import { removeTaken } from '../../../agent/inbox/taken.ts'
import { CheckpointStore } from '../../../agent/spool/positions/checkpoints.ts'
import { saveCheckpoints } from '../../../agent/spool/positions/saved-checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import { Sealer } from '../../../agent/spool/sealer.ts'
import type { SpoolFolders } from '../../../agent/spool/spool-folders.ts'
import { Spool } from '../../../agent/spool/spool.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import { burst } from '../../support/burst-rule.ts'
import { failedLogin, inboxIn, leave } from '../../support/inbox-scene.ts'
import { entriesIn } from '../../support/running-collector.ts'
import { createSpool, roomIn } from '../../support/spool-scene.ts'

const IDENTITY = 'host.example.com'

/** Events come in these portions while the collector runs. */
const PORTIONS = [3, 1, 8]

/** None at the beginning of a minute: what the rule says of a minute has that time. */
const BEGIN = Math.floor(Date.now() / 60_000) * 60 - 1800

/** A spool that was used before: in the first second of its life rules that are killed forget. */
async function usedSpool(t: TestContext): Promise<SpoolFolders> {
  const { folders } = await createSpool(t)
  await saveCheckpoints(folders.root, {
    version: 1,
    sequence: 0,
    sources: {},
    rules: { waiting: [], rules: {}, said: [] },
  })
  return folders
}

/** What is left to be written. */
interface Outside {
  readonly portions: number[]
  next: number
}

async function writeSome(folders: SpoolFolders, outside: Outside): Promise<boolean> {
  const count = outside.portions.shift()
  for (let left = count ?? 0; left > 0; left -= 1) {
    const number = outside.next++
    await leave(
      folders.inbox,
      failedLogin(number, BEGIN + Math.floor(number / 12) * 60 + 1 + (number % 12)),
      () => number,
    )
  }
  return count !== undefined
}

/** One life of a collector, which ends before a step that `dies` says, or when all that comes is taken. */
async function live(
  folders: SpoolFolders,
  outside: Outside,
  rules: readonly Rule[],
  dies: () => boolean,
): Promise<void> {
  const tell = (): void => undefined
  const stop = new AbortController()
  const { signal } = stop
  let isDead = false
  const step = (): boolean => {
    if (isDead || !dies()) return isDead
    isDead = true
    // What is on the disk now is all that the next one finds.
    cpSync(folders.root, `${folders.root}.dead`, { recursive: true, verbatimSymlinks: true })
    stop.abort()
    return true
  }
  const recovered = await recover(folders, tell, { hasRules: rules.length > 0 })
  const checkpoints = new CheckpointStore(folders, recovered, tell)
  const inbox = inboxIn(folders)
  checkpoints.removeWith(async (names) => {
    step()
    const gone = await removeTaken(names, [inbox], tell)
    step()
    return gone
  })
  const spool = new Spool(folders, recovered.sequence, roomIn(folders))
  const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: tell, signal })
  const intake = new Intake({
    rules: new Rules(rules, { identity: IDENTITY, saved: recovered.rules, settle: 0 }),
    seal: async (report) => !step() && (await sealer.seal(report)) && !step(),
    pass: (steps, taken) => checkpoints.advanceAll(steps, { taken }),
    metadata: { reporter: IDENTITY },
    isSelected: selectionOf({ events: ['login_failed', 'login_locked_out'] }),
    sealedIds: recovered.sealedIds,
    heard: recovered.heard,
  })
  if (rules.length > 0) checkpoints.saveWith((act) => intake.whenSettled(act))
  let hasWritten = false
  const wake = async (): Promise<void> => {
    if (hasWritten && !step()) await checkpoints.save()
    // All that was written is taken, and what comes is of later times.
    if (step() || !(await intake.tick(BEGIN + 60))) return
    hasWritten = await writeSome(folders, outside)
    if (!hasWritten) stop.abort()
  }
  await collectInbox({
    inbox,
    identity: IDENTITY,
    intake,
    isTaken: (name) => checkpoints.isTaken(name),
    refused: folders.refused,
    sources: { of: () => undefined, set: () => undefined },
    wakerOf: () => ({ wake, hint: () => undefined, close: () => undefined }),
    tell,
    signal,
    once: false,
  })
  await checkpoints.close()
  if (!isDead) return
  rmSync(folders.root, { recursive: true })
  renameSync(`${folders.root}.dead`, folders.root)
}

/** What is sealed, without what differs from one spool to the next: ids of events have their files' names in them. */
function said(entries: readonly Entry[]): readonly string[] {
  return entries
    .map(({ id, mailbox_address, time }) => (Number(time) % 60 === 0 ? `rule ${id}` : `${mailbox_address} ${time}`))
    .toSorted()
}

for (const rules of [[], [burst]]) {
  test(`events of an inbox are sealed once, whenever the collector is killed, ${rules.length} rules`, async (t) => {
    // What is copied at a death must not change meanwhile: nothing is saved but when this says so.
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const whole = await usedSpool(t)
    await live(whole, { portions: [...PORTIONS], next: 0 }, rules, () => false)
    const expected = said(await entriesIn(whole.sealed))
    assert.equal(expected.filter((each) => each.startsWith('rule')).length, 3 * rules.length)
    assert.equal(expected.length, 12 + 3 * rules.length)

    let isReached = true
    for (let death = 1; isReached; death += 1) {
      const folders = await usedSpool(t)
      const outside = { portions: [...PORTIONS], next: 0 }
      isReached = false
      // Each dies at the same step of its life; the last one lives.
      for (const life of [1, 2, 3]) {
        let count = 0
        await live(folders, outside, rules, () => life < 3 && ++count === death)
        isReached ||= life < 3 && count >= death
      }
      assert.deepEqual(said(await entriesIn(folders.sealed)), expected, `killed at step ${death}`)
      assert.deepEqual(readdirSync(folders.inbox), [])
    }
  })
}
