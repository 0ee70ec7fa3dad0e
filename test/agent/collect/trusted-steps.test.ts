// What somebody who is trusted does is no step of a takeover, and hides none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ignoring } from '../../../agent/collect/ignoring.ts'
import { Intake } from '../../../agent/collect/intake.ts'
import { everyRule } from '../../../agent/collect/rules.ts'
import { selectionOf } from '../../../agent/collect/selection.ts'
import type { IgnoreRule } from '../../../agent/config/config.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const ANNA = { mailbox_address: 'anna@example.com' }
const THIEF = { ip: '198.51.100.7', ...ANNA }
const SUPPORT = { ip: '192.0.2.5', ...ANNA }
const BEGIN = 1_800_000_000
const TRUST: IgnoreRule['condition'] = { ip: ['192.0.2.0/24'] }

const access = eventOf('login_after_burst', { time: BEGIN, ...THIEF })

function filter(time: number, who: { readonly ip: string }): Event {
  return eventOf('filter_stored', { time: BEGIN + time, ...ANNA, ...who })
}

/** Both halves of a forward to another domain. */
function forward(time: number, { ip }: { readonly ip: string }): readonly Event[] {
  const leads = { forward_recipient: 'anna@example.org', forward_type: 'email' } as const
  return [
    eventOf('forward_added_partial_ip', { time: BEGIN + time, ip, ...ANNA }),
    eventOf('forward_added_partial_recipient', { time: BEGIN + time, ...leads, ...ANNA }),
  ]
}

/** What is sealed of events with `events: takeover`, each read when it happened, and how many each rule left out. */
async function sealedOf(
  condition: IgnoreRule['condition'],
  events: readonly Event[],
): Promise<{ readonly takeovers: readonly Entry[]; readonly sealed: readonly Entry[]; readonly ignored: unknown }> {
  const selection = { events: 'takeover', ignore: [{ name: 'support', condition }] } as const
  const ignoring = new Ignoring(selection, { now: () => 0, onChange: () => undefined, isLocal: () => false })
  const sealed: Entry[] = []
  const intake = new Intake({
    rules: new Rules(everyRule(RULE_NUMBERS), { identity: 'host.example.com', settle: 10, lets: ignoring.lets }),
    seal: async ({ entries }) => sealed.push(...entries) > 0,
    pass: () => undefined,
    metadata: { reporter: 'host.example.com' },
    isSelected: selectionOf(selection),
    ignoring,
    sealedIds: new Map(),
    clock: { now: () => Infinity },
  })
  for (const [index, event] of events.entries()) {
    if (!intake.wants(event)) continue
    await intake.tick(event.time)
    await intake.take([{ event, id: `id-${index}`, place: undefined }], [])
  }
  await intake.tick(Infinity)
  const takeovers = sealed.filter(({ type }) => String(type).startsWith('mailbox_takeover'))
  return { takeovers, sealed, ignored: ignoring.toJSON().map(({ kinds }) => kinds) }
}

test('what somebody who is trusted changes is no step, though both halves of it are heard', async () => {
  const { takeovers, sealed, ignored } = await sealedOf(TRUST, [access, filter(5, SUPPORT), ...forward(30, SUPPORT)])
  assert.deepEqual(takeovers, [])
  assert.deepEqual(
    sealed.filter(({ type }) => type === 'forward_added'),
    [],
  )
  assert.deepEqual(ignored, [{ filter_stored: 1, forward_added: 1 }])
})

const found = eventOf('forward_found', {
  time: BEGIN + 30,
  forward_recipient: 'anna@example.org',
  forward_type: 'email',
  ...ANNA,
})

test('a forward that is found on disk is no step if a trusted address made it, and one if somebody else may have', async () => {
  const [asked, told] = forward(30, SUPPORT)
  assert.ok(asked && told)
  for (const halves of [[asked], [asked, told], [told, asked]]) {
    const { takeovers } = await sealedOf(TRUST, [access, ...halves, found])
    assert.deepEqual(takeovers, [], JSON.stringify(halves))
  }
  const elsewhere = { ...asked, time: BEGIN + 200 }
  for (const halves of [[], [elsewhere], [asked, ...forward(40, THIEF).slice(0, 1)], forward(30, THIEF).slice(0, 1)]) {
    const { takeovers } = await sealedOf(TRUST, [access, ...halves, found])
    assert.equal(takeovers[0]?.type, 'mailbox_takeover', JSON.stringify(halves))
  }
})

test('a forward that is told as a whole and then found is one step of a takeover, not two', async () => {
  const { takeovers } = await sealedOf(TRUST, [access, filter(5, THIEF), ...forward(30, THIEF), found])
  assert.deepEqual(
    takeovers.map(({ type, summary }) => [type, String(summary).includes('forwarded its mail')]),
    [
      ['mailbox_takeover', false],
      ['mailbox_takeover_step', true],
    ],
  )
})

test('a takeover is told with its own steps, whatever the trusted do meanwhile, and later steps name it', async () => {
  const { takeovers } = await sealedOf(TRUST, [
    access,
    ...forward(30, SUPPORT),
    filter(100, THIEF),
    ...forward(200, THIEF),
  ])
  const [first, further, ...others] = takeovers
  assert.deepEqual(others, [])
  assert.deepEqual([first?.type, first?.time, first?.parts], ['mailbox_takeover', BEGIN + 100, 'id-0 id-3'])
  assert.deepEqual(
    [further?.type, further?.time, further?.takeover_id],
    ['mailbox_takeover_step', BEGIN + 200, first?.id],
  )
})

test('a takeover is never left out for where one step came from, but by its mailbox or its kind', async () => {
  const events = [access, filter(5, THIEF), ...forward(200, THIEF)]
  const ip = ['198.51.100.7']
  for (const [condition, kinds] of [
    [{ type: ['mailbox_takeover', 'mailbox_takeover_step'], ip }, ['mailbox_takeover', 'mailbox_takeover_step']],
    [{ type: ['mailbox_takeover_step'] }, ['mailbox_takeover']],
    [{ mailbox: ['anna@example.com'] }, []],
  ] as const) {
    const { takeovers } = await sealedOf(condition, events)
    assert.deepEqual(
      takeovers.map(({ type }) => type),
      kinds,
      JSON.stringify(condition),
    )
  }
})
