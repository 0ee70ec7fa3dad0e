// In which order rules hear what comes in, also what comes late, and again after a kill.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Intake } from '../../../agent/collect/intake.ts'
import { everyRule } from '../../../agent/collect/rules.ts'
import type { Settled } from '../../../agent/spool/positions/checkpoints.ts'
import type { Report } from '../../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const BEGIN = 1_800_000_000
const SETTLE = 10

/** Where an intake begins, and what it is given. */
interface Beginning {
  readonly saved?: Settled | undefined
  /** What was sealed after that was saved. */
  readonly since?: readonly Report[]
  readonly now?: () => number
  /** Hears all that rules conclude. */
  readonly note?: (event: Event) => void
}

/** An intake that seals everything into a list. */
function intakeInto(
  reports: Report[],
  { saved, since = [], now = () => Infinity, note = () => undefined }: Beginning,
): Intake {
  const sealedIds = new Map(saved?.unheard.map((id) => [id, -Infinity]))
  for (const { entries, heard = -Infinity } of since) for (const { id } of entries) sealedIds.set(id, heard)
  const heard = Math.max(saved?.rules.heard ?? -Infinity, ...since.map((report) => report.heard ?? -Infinity))
  const lets = (event: Event, isHeard: boolean): boolean => {
    note(event)
    return isHeard
  }
  const options = { identity: 'host.example.com', settle: SETTLE, saved: saved?.rules, lets }
  return new Intake({
    rules: new Rules(everyRule(RULE_NUMBERS), options),
    seal: async (report) => reports.push(report) > 0,
    pass: () => undefined,
    metadata: { reporter: 'host.example.com' },
    isSelected: () => true,
    sealedIds,
    heard,
    clock: { now },
  })
}

test('an event of the future is due as one of now, by the clock of the machine', async () => {
  const intake = intakeInto([], { now: () => BEGIN * 1000 + 999 })
  const event = eventOf('login_failed', { time: BEGIN + 9e6, ip: '192.0.2.1' })
  await intake.take([{ event, id: 'future', place: undefined }], [])
  assert.equal(intake.due, BEGIN + SETTLE)
})

test('when the clock was set back while nothing ran, what comes now is not late', async () => {
  const saved = { rules: { waiting: [], rules: {}, said: [], heard: BEGIN + 9e6 }, unheard: [] }
  let now = BEGIN
  const intake = intakeInto([], { saved, now: () => now * 1000 })
  const take = async (time: number): Promise<boolean> => {
    const event = eventOf('login_failed', { time, ip: '192.0.2.1' })
    return intake.take([{ event, id: `at-${time}`, place: undefined }], [])
  }
  await take(BEGIN)
  now += 8
  await take(BEGIN + 7)
  await take(BEGIN + 5)
  const settled = await intake.whenSettled(({ rules }) => rules)
  assert.equal(settled?.heard, BEGIN)
  assert.deepEqual(
    settled?.waiting.map(({ id, at }) => [id, at]),
    [
      [`at-${BEGIN}`, undefined],
      [`at-${BEGIN + 7}`, undefined],
      [`at-${BEGIN + 5}`, undefined],
    ],
  )
})

/** Steps of takeovers and what leads to them, with the seconds by which each comes late. */
const arrivals = fc.array(
  fc.record({
    event: fc.oneof(
      ...(
        ['login_after_burst', 'filter_stored', 'forward_found', 'mail_burst', 'mailbox_password_changed'] as const
      ).map((kind) =>
        fc
          .record({
            time: fc.integer({ min: BEGIN, max: BEGIN + 90 }),
            mailbox_address: fc.constantFrom('anna@example.com', 'bob@example.com'),
          })
          .map((change): Event => eventOf(kind, change)),
      ),
      fc
        .record({ time: fc.integer({ min: BEGIN, max: BEGIN + 90 }), ip: fc.constantFrom('192.0.2.1', '192.0.2.2') })
        .map((change): Event => eventOf('login_failed', { mailbox_address: 'anna@example.com', ...change })),
    ),
    late: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 40 },
)

test('what is sealed is concluded the same again after a kill, however late events come', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, fc.nat(40), fc.nat(40), fc.boolean(), async (all, one, other, isNewFirst) => {
      const [saves, dies] = [Math.min(one, other), Math.max(one, other)]
      const arriving = all
        .map(({ event, late }, index) => ({ item: { event, id: `id-${index}`, place: undefined }, late }))
        .toSorted((first, second) => first.item.event.time + first.late - second.item.event.time - second.late)
      const items = arriving.map(({ item }) => item)
      const sealed: Report[] = []
      const dead = intakeInto(sealed, {})
      const live = async (from: number, to: number): Promise<void> => {
        for (const { item, late } of arriving.slice(from, to)) {
          await dead.tick(item.event.time + late)
          await dead.take([item], [])
        }
      }
      await live(0, saves)
      const saved = await dead.whenSettled((settled): Settled => JSON.parse(JSON.stringify(settled)))
      const since = sealed.length
      await live(saves, dies)

      const again: Event[] = []
      const next = intakeInto([], { saved, since: sealed.slice(since), note: (event) => again.push(event) })
      const [read, fresh] = [items.slice(saves, dies), items.slice(dies)]
      for (const item of isNewFirst ? [...fresh, ...read] : [...read, ...fresh]) await next.take([item], [])
      await next.tick(Infinity)
      assert.deepEqual(await next.whenSettled(({ unheard }) => unheard), [], 'all that was sealed comes again')
      const told = new Set(again.map(inWords))
      for (const entry of sealed.slice(since).flatMap(({ entries }) => entries))
        if (!entry.id.startsWith('id-')) assert.ok(told.has(inWords(entry)), `${inWords(entry)} is another one now`)
    }),
  )
})

function inWords(about: Event | Entry): string {
  const { type, time, mailbox_address, parts, takeover_id }: Partial<Entry> = { ...about }
  return [type, time, mailbox_address, parts, takeover_id].join(' ')
}
