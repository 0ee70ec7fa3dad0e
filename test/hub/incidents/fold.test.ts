import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Evidence, evidenceOf, stepFor } from '../../../hub/incidents/evidence.ts'
import { type Case, folded, type Outcome } from '../../../hub/incidents/fold.ts'
import type { HeardEvent } from '../../../hub/incidents/heard-event.ts'
import type { Incident, IncidentKind } from '../../../hub/incidents/incident.ts'
import { heard } from '../../support/incident-evidence.ts'
import { NOW } from '../../support/stores.ts'

/** The first piece of evidence that an event is for a kind of incident. */
function pieceOf(event: HeardEvent, kind: IncidentKind): Evidence {
  const piece = evidenceOf(event).find(({ key }) => key.kind === kind)
  assert.ok(piece)
  return piece
}

/** A case of a kind that nobody saw before, but for these. */
function caseOf(kind: IncidentKind, fields: Partial<Incident> = {}, of: Partial<Case> = {}): Case {
  const counts = { hosts: 0, mailboxes: 0, addresses: 0, successes: 0, steps: 0, revision: 0 }
  const times = { opened: NOW, firstStep: NOW, lastStep: NOW }
  const key = { kind, subjectType: 'mailbox', subject: 'ann@example.com' } as const
  return {
    incident: {
      id: 0,
      ...key,
      state: 'open',
      severity: 'info',
      sentence: '',
      assignee: null,
      ...times,
      ...counts,
      ...fields,
    },
    closed: null,
    mayReopen: true,
    known: new Map(),
    steps: [],
    ...of,
  }
}

/** A case that goes on from an outcome. */
function after({ incident, steps, concerns }: Outcome, of: Partial<Case> = {}): Case {
  const known = new Map(concerns.map(({ type, name, successes }) => [`${type} ${name}`, successes]))
  return { incident, closed: null, mayReopen: true, known, steps, ...of }
}

const MUCH_MAIL = heard('mail_burst', {
  severity: 'medium',
  fields: { counted: 'recipients', count: 500, seconds: 3600 },
})
const TAKEOVER = heard('mailbox_takeover', {
  severity: 'critical',
  time: NOW + 9,
  fields: { summary: 'Somebody logged in from a new place, then sent mail to many recipients.' },
})

test('the first evidence gives an incident its sentence and severity; more of it only raises', () => {
  const opened = folded(caseOf('compromise'), [pieceOf(MUCH_MAIL, 'compromise')])
  assert.equal(opened.news, 'opened')
  assert.equal(opened.incident.sentence, 'ann@example.com sent much mail: 500 recipients in 60 min.')
  assert.deepEqual(opened.history, [{ action: 'opened', detail: opened.incident.sentence }])
  const raised = folded(after(opened), [pieceOf(TAKEOVER, 'compromise')])
  assert.deepEqual([raised.news, raised.incident.severity], ['raised', 'critical'])
  assert.match(raised.incident.sentence, /^ann@example\.com was probably taken over\. Somebody/)
  const grown = folded(after(raised), [pieceOf({ ...MUCH_MAIL, id: 'more' }, 'compromise')])
  assert.deepEqual([grown.news, grown.incident.severity, grown.incident.steps], ['grew', 'critical', 3])
  assert.equal(grown.incident.sentence, raised.incident.sentence)
})

test('evidence that is known changes nothing', () => {
  const opened = folded(caseOf('compromise'), [pieceOf(TAKEOVER, 'compromise')])
  const again = folded(after(opened), [pieceOf(TAKEOVER, 'compromise')])
  assert.deepEqual(again, {
    ...again,
    incident: opened.incident,
    news: undefined,
    steps: [],
    concerns: [],
    history: [],
  })
})

test('what the hub concludes adds nothing to what a host told', () => {
  const opened = folded(caseOf('compromise'), [pieceOf(MUCH_MAIL, 'compromise')])
  const own = { ...MUCH_MAIL, id: 'of the fleet', agent: 0, host: '', time: NOW + 600 }
  assert.equal(folded(after(opened), [pieceOf(own, 'compromise')]).news, undefined)
  const later = folded(after(opened), [pieceOf({ ...own, time: NOW + 3601 }, 'compromise')])
  assert.equal(later.news, 'grew')
  const shop = { ...MUCH_MAIL, mailbox: 'shop' }
  const ofShop = folded(caseOf('compromise'), [pieceOf(shop, 'compromise')])
  const ownOfShop = { ...own, mailbox: 'web1.example.com:shop' }
  assert.equal(folded(after(ofShop), [pieceOf(ownOfShop, 'compromise')]).news, undefined)
})

test('late evidence joins an incident that has ended, and opens it again if it opens one or matters more', () => {
  const closed = { state: 'resolved', severity: 'medium', sentence: 'x', steps: 1 } as const
  const late = caseOf('compromise', closed, { closed: NOW + 60 })
  const password = heard('mailbox_password_changed', { severity: 'low' })
  const joined = folded(late, [pieceOf(password, 'compromise')])
  assert.deepEqual([joined.news, joined.incident.state, joined.incident.steps], ['grew', 'resolved', 2])
  const worse = folded(late, [pieceOf({ ...password, severity: 'high' }, 'compromise')])
  assert.deepEqual([worse.news, worse.incident.state], ['reopened', 'open'])
  assert.deepEqual(
    worse.history.map(({ action }) => action),
    ['raised', 'reopened'],
  )
  const again = folded(late, [pieceOf(MUCH_MAIL, 'compromise'), pieceOf(TAKEOVER, 'compromise')])
  assert.deepEqual([again.news, again.incident.state], ['reopened', 'open'])
  assert.deepEqual(
    again.history.map(({ action }) => action),
    ['reopened', 'raised'],
  )
  const besideAnother = folded({ ...late, mayReopen: false }, [pieceOf(TAKEOVER, 'compromise')])
  assert.deepEqual([besideAnother.news, besideAnother.incident.state], ['grew', 'resolved'])
})

test('what goes on after somebody contained it is open again, by any clock; its consequences are not', () => {
  const contained = caseOf('compromise', { state: 'contained', severity: 'critical', sentence: 'x' })
  const again = folded(contained, [pieceOf({ ...MUCH_MAIL, time: NOW - 86_400 }, 'compromise')])
  assert.deepEqual([again.news, again.incident.state], ['reopened', 'open'])
  const password = heard('mailbox_password_changed', { time: NOW + 9 })
  assert.equal(folded(contained, [pieceOf(password, 'compromise')]).incident.state, 'contained')
})

test('of an attack the first success of each mailbox is a step, and each mailbox counts once', () => {
  const login = (id: string, mailbox: string): Evidence => pieceOf(heard('login', { id, mailbox }), 'attack')
  const subject = { subjectType: 'address', subject: '192.0.2.7', sentence: 'x' } as const
  const { incident, steps } = folded(caseOf('attack', subject), [
    login('a', 'ann@example.com'),
    login('b', 'ann@example.com'),
    login('c', 'bob@example.com'),
  ])
  assert.deepEqual(
    steps.map(({ id }) => id),
    ['a', 'c'],
  )
  assert.deepEqual([incident.successes, incident.mailboxes, incident.hosts, incident.steps], [2, 2, 1, 2])
  assert.equal(incident.sentence, '192.0.2.7 tries passwords: 1 host, 2 mailboxes, 2 successes.')
})

test('of a compromise each login that rules name is a step', () => {
  const guessed = pieceOf(heard('login_after_burst', { severity: 'high' }), 'compromise')
  const named = stepFor(guessed.key, 'joins', heard('login'))
  const { steps } = folded(caseOf('compromise'), [guessed, named])
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['login_after_burst', 'login'],
  )
})

test('a blind spot ends when all that was not seen is seen again', () => {
  const said = (kind: string, time: number, source?: string): Evidence =>
    pieceOf(
      heard(kind, { time, severity: 'high', mailbox: null, ip: null, fields: source ? { source } : {} }),
      'blind_spot',
    )
  const host = { subjectType: 'host', subject: 'web1.example.com' } as const
  const blind = folded(caseOf('blind_spot', host), [said('host_silent', NOW), said('source_blind', NOW + 1, 'exim')])
  const heardAgain = folded(after(blind), [said('host_heard', NOW + 2)])
  assert.deepEqual([heardAgain.news, heardAgain.incident.state], ['grew', 'open'])
  const all = { ...after(heardAgain), steps: [...blind.steps, ...heardAgain.steps] }
  const seen = folded(all, [said('source_seen', NOW + 3, 'exim')])
  assert.deepEqual([seen.news, seen.incident.state], ['closed', 'resolved'])
  assert.equal(seen.history.at(-1)?.detail, 'All of web1.example.com is seen again.')
})

test('a host that is silent again is news, though a log of it was blind all the time', () => {
  const said = (kind: string, time: number, source?: string): Evidence =>
    pieceOf(
      heard(kind, { time, severity: 'critical', mailbox: null, ip: null, fields: source ? { source } : {} }),
      'blind_spot',
    )
  const host = { subjectType: 'host', subject: 'web1.example.com' } as const
  const blind = folded(caseOf('blind_spot', host), [said('host_silent', NOW), said('source_blind', NOW + 1, 'exim')])
  const further = folded(after(blind), [said('source_blind', NOW + 2, 'maillog')])
  assert.equal(further.news, 'grew')
  const seen = folded(after(blind), [said('host_heard', NOW + 3)])
  const steps = [...blind.steps, ...seen.steps]
  const again = folded({ ...after(seen), steps }, [said('host_silent', NOW + 4)])
  assert.deepEqual([again.news, again.incident.state], ['again', 'open'])
  const longer = folded({ ...after(again), steps: [...steps, ...again.steps] }, [said('host_silent', NOW + 5)])
  assert.equal(longer.news, 'grew', 'it goes on')
})

test('what is blind again in the same moment stays open', () => {
  const said = (kind: string, time: number): Evidence =>
    pieceOf(heard(kind, { time, severity: 'high', mailbox: null, ip: null }), 'blind_spot')
  const blind = folded(caseOf('blind_spot', { subjectType: 'host', subject: 'web1.example.com' }), [
    said('host_silent', NOW),
  ])
  const before = after(blind, { mayReopen: false })
  const again = folded(before, [said('host_heard', NOW + 1), said('host_silent', NOW + 2)])
  assert.deepEqual([again.news, again.incident.state], ['again', 'open'])
})

test('an incident keeps a bounded number of names, and goes on counting', () => {
  const failed = (mailbox: string): Evidence => pieceOf(heard('login_failed', { mailbox }), 'attack')
  const wide = caseOf('attack', { subject: '192.0.2.7', subjectType: 'address', mailboxes: 9999, sentence: 'x' })
  const attack = folded(wide, [failed('a@example.com'), failed('b@example.com')])
  assert.deepEqual(
    attack.concerns.map(({ name, steps }) => `${name} ${steps}`),
    ['web1.example.com 2', 'a@example.com 1', '192.0.2.7 2'],
  )
  assert.match(attack.incident.sentence, /at least 10000 mailboxes/)
})
