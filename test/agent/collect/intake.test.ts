import assert from 'node:assert/strict'
import { appendFileSync, cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ignoringOf } from '../../../agent/collect/ignoring.ts'
import { Intake } from '../../../agent/collect/intake.ts'
import { selectionOf } from '../../../agent/collect/selection.ts'
import { collectSource } from '../../../agent/collect/source.ts'
import type { IgnoreRule } from '../../../agent/config/config.ts'
import { cpanelLogin } from '../../../agent/drivers/cpanel-login.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { Turns } from '../../../agent/follow/turns.ts'
import { CheckpointStore } from '../../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import type { Report } from '../../../agent/spool/reports/report-file.ts'
import { sealedIds } from '../../../agent/spool/sealed-ids.ts'
import { Sealer } from '../../../agent/spool/sealer.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { Spool } from '../../../agent/spool/spool.ts'
import type { Event } from '../../../lib/event/event.ts'
import { loginBurst } from '../../../lib/rules/login-burst.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import { codeOf } from '../../../lib/system/errors.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'
import { exampleFollower } from '../../support/example-config.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'
import { roomIn, temporaryFolder } from '../../support/spool-scene.ts'

const IDENTITY = 'host.example.com'

/** One that speaks at once, and one that also hears of successes and remembers bursts. */
const RULES: readonly Rule[] = [burst, loginBurst(RULE_NUMBERS)]

const BEGIN = Date.UTC(2026, 10, 21, 8) / 1000

/** Failed logins from three addresses, with a successful one now and then. */
function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => {
    const number = from + index
    const stamp = new Date((BEGIN + number * 7) * 1000).toISOString().slice(0, 19).replace('T', ' ')
    const outcome = number % 5 === 0 ? '- SUCCESS LOGIN webmaild' : '"GET / HTTP/1.1" FAILED LOGIN webmaild: wrong'
    return `[${stamp} +0000] info [webmaild] 192.0.2.${number % 3} - m${number}@example.com ${outcome}\n`
  }).join('')
}

/** The order in which lines are written, and how many at a time. */
const PORTIONS = [3, 1, 8, 2, 6]

/**
 * Collects while lines are written portion by portion, until all are read or `onSeal` says that the process is dead.
 */
async function collect(
  folders: SpoolFolders,
  {
    log,
    from,
    portions = PORTIONS,
  }: { readonly log: string; readonly from: number; readonly portions?: readonly number[] },
  onSeal: (count: number) => 'dead' | 'alive',
): Promise<void> {
  const tell = (): void => undefined
  const recovered = await recover(folders, tell, { hasRules: true })
  const checkpoints = new CheckpointStore(folders, recovered, tell)
  const stop = new AbortController()
  const spool = new Spool(folders, recovered.sequence, roomIn(folders))
  const { signal } = stop
  const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: tell, signal })
  let count = 0
  const seal = async (report: Report): Promise<boolean> => {
    if (onSeal(++count) === 'dead') return false
    return sealer.seal(report)
  }
  const intake = new Intake({
    rules: new Rules(RULES, { identity: IDENTITY, saved: recovered.rules, settle: 5 }),
    seal,
    pass: (steps) => checkpoints.advanceAll(steps),
    metadata: { reporter: IDENTITY },
    isSelected: selectionOf({
      events: ['login', 'login_failed', 'login_locked_out', 'login_burst', 'login_after_burst'],
    }),
    sealedIds: recovered.sealedIds,
    heard: recovered.heard,
    // These lines are of a certain day, which can be in the machine's future.
    clock: { now: () => Infinity },
  })
  checkpoints.saveWith((act) => intake.whenSettled(act))
  const left = portions.map((count, index) => {
    const start = from + portions.slice(0, index).reduce((sum, each) => sum + each, 0)
    return lines(start, start + count)
  })
  let written = from
  const wake = async (): Promise<void> => {
    // All lines are read, and the next ones are seven seconds apart. The dead must not seal.
    if (!(await intake.tick(portions.length === 0 ? Infinity : BEGIN + written * 7))) return stop.abort()
    written += portions[portions.length - left.length] ?? 0
    const portion = left.shift()
    if (portion === undefined) stop.abort()
    else appendFileSync(log, portion)
  }
  await collectSource({
    follower: { ...exampleFollower('login', log), start: 'beginning' },
    driver: cpanelLogin,
    identity: IDENTITY,
    intake,
    checkpoints,
    wakerOf: () => ({ wake, hint: () => undefined, close: () => undefined }),
    turns: new Turns(1),
    rateLimit: new ReadRateLimit(Infinity, () => 0),
    maxDelay: 0,
    tell,
    signal,
    sources: { of: () => undefined, set: () => void (count % 3 === 0 && checkpoints.save()) },
  })
  await checkpoints.close()
}

async function allIds(folders: SpoolFolders): Promise<string[]> {
  const ids: string[] = []
  for await (const id of sealedIds(folders)) ids.push(id)
  return ids.toSorted()
}

async function createSpool(t: TestContext): Promise<SpoolFolders> {
  const folders = spoolFolders(join(await temporaryFolder(t), 'spool'))
  await ensureSpoolFolders(folders)
  return folders
}

/** Copies a spool at once; begins anew when a save renames a file that is still to be copied. */
function copyAsItIs(from: string, to: string): void {
  for (;;) {
    try {
      cpSync(from, to, { recursive: true, verbatimSymlinks: true })
      return
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      rmSync(to, { recursive: true, force: true })
    }
  }
}

test('rules hear of nobody who is trusted, and what they conclude is ignored like everything else', async () => {
  const counts = (ignore: readonly IgnoreRule[]): Promise<readonly (readonly [string, number])[]> =>
    countedBy(ignore, [
      ...[1, 2, 3].map((time) => eventOf('login_failed', { ip: '192.0.2.1', time })),
      ...[4, 5, 6].map((time) => eventOf('login_failed', { ip: '198.51.100.1', time })),
    ])
  assert.deepEqual(await counts([]), [['sealed', 8]])
  const trusted = { name: 'trusted', condition: { ip: ['192.0.2.0/24'] } } as const
  assert.deepEqual(await counts([trusted]), [
    ['sealed', 4],
    ['trusted', 3],
  ])
  // Three and three failures, and what the rule says of each address.
  assert.deepEqual(await counts([{ name: 'kind', condition: { type: ['login_failed', 'login_locked_out'] } }]), [
    ['sealed', 0],
    ['kind', 8],
  ])
})

/** How many events are sealed, and left out by each rule, of those that come in and what a rule says to them. */
async function countedBy(
  ignore: readonly IgnoreRule[],
  events: readonly Event[],
): Promise<readonly (readonly [string, number])[]> {
  const selection = { events: 'all', ignore } as const
  const ignoring = ignoringOf(selection)
  let sealed = 0
  const intake = new Intake({
    rules: new Rules([burst], { identity: IDENTITY, settle: 0, lets: ignoring?.lets }),
    seal: async ({ entries }) => {
      sealed += entries.length
      return true
    },
    pass: () => undefined,
    metadata: { reporter: IDENTITY },
    isSelected: selectionOf(selection),
    ignoring,
    sealedIds: new Map(),
  })
  const items = events
    .filter((event) => intake.wants(event))
    .map((event, index) => ({ event, id: `x${index}`, place: undefined }))
  await intake.take(items, [])
  await intake.tick(Infinity)
  return [['sealed', sealed], ...(ignoring?.toJSON() ?? []).map(({ name, events }) => [name, events] as const)]
}

test('rules emit the same events exactly once, whenever the collector is killed', async (t) => {
  const log = join(await temporaryFolder(t), 'login_log')
  const each = PORTIONS.reduce((sum, count) => sum + count, 0)
  const all = lines(0, 10 * each)
  writeFileSync(log, all)
  const whole = await createSpool(t)
  await collect(whole, { log, from: 10 * each, portions: [] }, () => 'alive')
  const expected = await allIds(whole)
  assert.ok(expected.length > all.split('\n').length, 'the rule says something')

  for (const death of [1, 2, 3, 4, 5]) {
    writeFileSync(log, '')
    const killed = await createSpool(t)
    for (let from = 0; from < 10 * each; from += each) {
      let isDead = false
      await collect(killed, { log, from }, (count) => {
        if (count !== death) return 'alive'
        isDead = true
        // The next process finds only what is on disk now.
        copyAsItIs(killed.root, `${killed.root}.dead`)
        return 'dead'
      })
      assert.ok(isDead)
      rmSync(killed.root, { recursive: true })
      renameSync(`${killed.root}.dead`, killed.root)
      // The dead process has not seen lines written after its death.
      writeFileSync(log, lines(0, from + each))
    }
    await collect(killed, { log, from: 0, portions: [] }, () => 'alive')
    assert.deepEqual(await allIds(killed), expected, `killed before report ${death}`)
  }
})
