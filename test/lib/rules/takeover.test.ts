import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event, EventOf } from '../../../lib/event/event.ts'
import { joinForward } from '../../../lib/rules/join-forward.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { takeover } from '../../../lib/rules/takeover.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const RULE = takeover(RULE_NUMBERS)
const ANNA = { mailbox_address: 'anna@example.com' }

const access = (time: number): Event => eventOf('login_after_burst', { time, ip: '192.0.2.1', ...ANNA })
const password = (time: number): Event => eventOf('mailbox_password_changed', { time, ...ANNA })
const mail = (time: number): Event => eventOf('mail_burst', { time, ...ANNA })

function forward(time: number, change: Partial<EventOf<'forward_added'>> = {}): Event {
  const leads = { forward_recipient: 'drop@mail.example', forward_type: 'email' } as const
  return eventOf('forward_added', { time, ...ANNA, ...leads, ...change })
}

function told(...events: readonly Event[]): readonly string[] {
  return concluded([RULE], events).map((event) =>
    'summary' in event ? `${event.type}: ${event.summary} ${event.parts}` : assert.fail(event.type),
  )
}

test('a suspicious login and then a forward to another domain is a takeover, told for people and with its parts', () => {
  assert.deepEqual(told(access(100), forward(200)), [
    'mailbox_takeover: Somebody logged in after many failed logins, then forwarded its mail to drop@mail.example. id-0 id-1',
  ])
})

test('steps at once are one takeover, in the order of time, also if one of them was joined after the others', () => {
  const filter = eventOf('filter_stored', { time: 110, ip: '192.0.2.2', ...ANNA })
  const rules = new Rules([joinForward(RULE_NUMBERS), RULE], { identity: 'host.example.com', settle: 0 })
  const half = eventOf('forward_added_partial_recipient', {
    time: 105,
    forward_recipient: 'drop@mail.example',
    ...ANNA,
  })
  for (const [index, event] of [access(100), half, filter, password(112), mail(114)].entries())
    rules.hear({ event, id: `id-${index}` })
  const [added, takeover, ...others] = rules.tick(Infinity)
  assert.deepEqual(others, [])
  assert.deepEqual(takeover?.event, {
    type: 'mailbox_takeover',
    time: 114,
    context: 'mailbox',
    service: null,
    ip: '192.0.2.2',
    ...ANNA,
    summary:
      'Somebody logged in after many failed logins, then forwarded its mail to drop@mail.example, then stored a filter that can hide mail or send it elsewhere, then changed its password, then sent mail to many recipients.',
    parts: `id-0 ${added?.id} id-2 id-3 id-4`,
  })
})

test('what was proven is said, whatever else happens before it is said', () => {
  const answer = eventOf('autoresponder_added', { time: 202, ...ANNA })
  for (const events of [
    [access(100), forward(200), access(205)],
    [forward(100), password(150), mail(200), answer],
    [forward(100), password(150), mail(200), password(203)],
  ])
    assert.equal(told(...events).length, 1)
})

test('a deed in the second of the login counts, in whatever order their events are heard', () => {
  for (let index = 0; index < 50; index += 1) {
    const rules = new Rules([RULE], { identity: 'host.example.com', settle: 0 })
    for (const event of [access(100), forward(100)]) rules.hear({ event, id: `${event.type} ${index * 7919}` })
    for (const event of [forward(100), access(100)]) rules.hear({ event, id: `${index * 7919} ${event.type}` })
    assert.equal(rules.tick(200).filter(({ event }) => event.type === 'mailbox_takeover').length, 1)
  }
  const turned = new Rules([RULE], { identity: 'host.example.com', settle: 0 })
  turned.hear({ event: forward(100), id: 'a' })
  turned.hear({ event: access(100), id: 'b' })
  assert.equal(turned.tick(200).length, 1)
})

test("an earlier forward of the owner does not hide the thief's", () => {
  const filter = eventOf('filter_stored', { time: 300, ...ANNA, filter_action: 'discard' })
  const said = told(forward(50), access(200), filter, forward(301, { forward_recipient: 'thief@mail.example' }))
  assert.match(said[0] ?? '', /forwarded its mail .* id-1 id-2 id-3$/)
})

test('each further forward, filter or password is a step that has to be undone; a burst of mail is told once', () => {
  const events = [access(100), forward(200), forward(300), mail(310), mail(320), password(330), password(340)]
  const steps = told(...events).filter((each) => each.startsWith('mailbox_takeover_step'))
  assert.deepEqual(
    steps.map((each) => each.slice(-4)),
    ['id-2', 'id-3', 'id-5', 'id-6'],
  )
})

test('who travels, answers automatically and files newsletters away is no thief', () => {
  const filing = eventOf('filter_stored', { time: 210, ...ANNA, filter_action: 'folder' })
  assert.deepEqual(told(place(100), answer(200), filing), [])
  assert.equal(told(access(100), filing).length, 1)
})

test('what comes days late is no step, and makes none forgotten', () => {
  const late = eventOf('forward_found', { time: 100, ...ANNA, forward_recipient: 'old@mail.example' })
  const rules = new Rules([RULE], { identity: 'host.example.com', settle: 0 })
  for (const [index, event] of [access(5000), forward(5001)].entries()) rules.hear({ event, id: `id-${index}` })
  const said = [...rules.tick(5002), ...rules.hear({ event: late, id: 'late' }), ...rules.tick(6000)]
  assert.deepEqual(
    said.map(({ event }) => 'parts' in event && event.parts),
    ['id-0 id-1'],
  )
})

test('what comes later is an event of its own that names the first one', () => {
  const rules = new Rules([RULE], { identity: 'host.example.com', settle: 0 })
  for (const [index, event] of [access(100), forward(200), password(300), mail(400), mail(410)].entries())
    rules.hear({ event, id: `id-${index}` })
  const [first, ...later] = rules.tick(500)
  assert.equal(first?.event.type, 'mailbox_takeover')
  assert.deepEqual(
    later.map(({ event }) => ('takeover_id' in event ? [event.takeover_id, event.parts] : [])),
    [
      [first.id, 'id-2'],
      [first.id, 'id-3'],
    ],
  )
})

test('after the window a takeover is over: what came since counts for the next, what proved it does not', () => {
  const since = 200 + RULE_NUMBERS.takeoverWindow
  const kinds = (...events: readonly Event[]): readonly string[] =>
    told(access(100), forward(200), ...events).map((text) => text.split(':', 1).join(''))
  const [whole, step] = ['mailbox_takeover', 'mailbox_takeover_step']
  assert.deepEqual(kinds(access(since), forward(since)), [whole, step, step])
  assert.deepEqual(kinds(access(since), forward(since + 1)), [whole, step, whole])
  assert.match(told(access(100), forward(200), access(since), forward(since + 1)).at(-1) ?? '', / id-2 id-3$/)
  assert.deepEqual(kinds(forward(since + 1), mail(since + 2)), [whole])
})

test('nothing alone is a takeover, nor a forgotten password, nor an autoresponder after it', () => {
  assert.deepEqual(told(access(100), answer(200)), [])
  for (const event of [access(1), forward(1), password(1), mail(1)]) assert.deepEqual(told(event), [])
  assert.deepEqual(told(access(100), password(200)), [])
  assert.deepEqual(told(password(100), forward(150), forward(200)), [])
})

const place = (time: number): Event => eventOf('login_new_place', { time, ip: '192.0.2.1', ...ANNA })
const answer = (time: number): Event => eventOf('autoresponder_added', { time, ...ANNA })

test('a new place takes a burst of mail from there, or two deeds of which one is more than a journey needs', () => {
  const mailFrom = (ip: string) => eventOf('mail_burst', { time: 200, ip, ...ANNA })
  assert.deepEqual(told(place(100), mailFrom('192.0.2.99')), [
    'mailbox_takeover: Somebody logged in from a new place, then sent mail to many recipients. id-0 id-1',
  ])
  for (const events of [
    [mailFrom('198.51.100.1')],
    [answer(200), password(210)],
    [forward(200)],
    [forward(200), forward(210, { forward_recipient: 'other@mail.example' })],
  ])
    assert.deepEqual(told(place(100), ...events), [])
  assert.equal(told(place(100), forward(200), password(300)).length, 1)
  assert.equal(told(place(100), answer(150), mailFrom('198.51.100.1')).length, 1)
})

test('a forward or a filter that the backstop found is a step, unless it leads nowhere else', () => {
  const leads = { forward_recipient: 'drop@mail.example', forward_type: 'email' } as const
  assert.equal(told(access(100), eventOf('forward_found', { time: 200, ...ANNA, ...leads })).length, 1)
  assert.equal(told(access(100), eventOf('filter_found', { time: 200, ...ANNA, filter_action: 'discard' })).length, 1)
  const inside = { ...leads, forward_recipient: 'boss@example.com' }
  assert.deepEqual(told(access(100), eventOf('forward_found', { time: 200, ...ANNA, ...inside })), [])
})

test('of several new places the first one counts', () => {
  assert.equal(told(place(100), forward(200), place(250), password(300)).length, 1)
})

test('an account of FTP is no mailbox', () => {
  const ftp = eventOf('login_after_burst', { time: 100, service: 'ftp', ...ANNA })
  assert.deepEqual(told(ftp, forward(200)), [])
})

test('without a suspicious login it takes a forward, another password and then a burst of mail', () => {
  assert.equal(told(password(100), forward(150), mail(200)).length, 1)
  assert.equal(told(forward(100), password(150), mail(200)).length, 1)
  assert.deepEqual(told(mail(100), password(150), forward(200)), [])
})

test('a forward that was there before the login, or long after it, does not count', () => {
  assert.deepEqual(told(forward(100), access(200)), [])
  assert.deepEqual(told(access(100), forward(701)), [])
})

test('a forward within the domain is none that an attacker needs; one to an unknown place may be', () => {
  for (const recipient of ['boss@EXAMPLE.com', 'bob'])
    assert.deepEqual(told(access(100), forward(200, { forward_recipient: recipient })), [], recipient)
  assert.equal(told(access(100), forward(200, { forward_recipient: null, forward_type: null })).length, 1)
  assert.deepEqual(told(access(100), forward(200, { forward_recipient: ':fail:', forward_type: 'fail' })), [])
})

test('a filter that hides mail counts, and one within the domain or that only stops does not', () => {
  const filter = (change: Partial<EventOf<'filter_stored'>>): Event =>
    eventOf('filter_stored', { time: 200, context: 'mailbox', ...ANNA, ...change })
  for (const filter_action of ['discard', 'folder', 'program', 'redirect', null] as const)
    assert.equal(told(access(100), filter({ filter_action })).length, 1, String(filter_action))
  for (const filter_action of ['stop', 'other'] as const)
    assert.deepEqual(told(access(100), filter({ filter_action })), [], filter_action)
  assert.deepEqual(told(access(100), filter({ filter_action: 'redirect', forward_recipient: 'boss@example.com' })), [])
})

test('each mailbox has a chain of its own', () => {
  assert.deepEqual(told(access(100), forward(200, { mailbox_address: 'bob@example.com' })), [])
})

test('a step that an account takes counts for the mailbox that its request names; a mailbox changes only itself', () => {
  const acme = { context: 'domain', mailbox_address: 'acme', named_user: 'Anna@example.com' } as const
  assert.equal(told(access(100), eventOf('filter_stored', { time: 200, ...acme })).length, 1)
  const bob = { mailbox_address: 'bob@example.com', named_user: 'anna@example.com' }
  assert.deepEqual(told(access(100), eventOf('filter_stored', { time: 200, ...bob })), [])
})
