import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evidenceOf } from '../../../hub/incidents/evidence.ts'
import { gathered } from '../../../hub/incidents/gather.ts'
import type { HeardEvent } from '../../../hub/incidents/heard-event.ts'
import { COMPROMISE_KINDS, EVIDENCE_KINDS } from '../../../hub/incidents/meaning.ts'
import { wordNumber } from '../../../hub/store/number-words.ts'
import { definitionOf, KINDS } from '../../../lib/event/catalogue.ts'
import { hubDefinitionOf } from '../../../lib/event/hub-kinds.ts'
import { heard } from '../../support/incident-evidence.ts'

/** What an event says: the part, the key, and `counted` if it is no step. */
function saidBy(kind: string, fields: Partial<HeardEvent> = {}): string[] {
  return evidenceOf(heard(kind, fields)).map(({ key, part, step }) =>
    [part, key.kind, key.subjectType, key.subject, ...(step === null ? ['counted'] : [])].join(' '),
  )
}

test('most of what happens every day is evidence only of an attack that is known', () => {
  assert.deepEqual(saidBy('mail_submitted'), [])
  assert.deepEqual(saidBy('login'), ['joins attack address 192.0.2.7', 'joins attack network 192.0.2.0/24'])
  assert.deepEqual(saidBy('login_failed'), [
    'joins attack address 192.0.2.7 counted',
    'joins attack network 192.0.2.0/24 counted',
    'joins attack mailbox ann@example.com counted',
  ])
  assert.deepEqual(saidBy('session_opened', { fields: { session_method: 'transfer' } }), [])
  assert.equal(saidBy('session_opened', { fields: { session_method: 'login' } }).length, 2)
})

test('a compromise is keyed on the mailbox, also if an account changes it, and on the account with its host', () => {
  assert.deepEqual(saidBy('mail_burst'), ['opens compromise mailbox ann@example.com'])
  assert.deepEqual(saidBy('filter_stored', { mailbox: 'shop', fields: { named_user: 'Bob@example.com' } }), [
    'joins compromise mailbox bob@example.com',
  ])
  assert.deepEqual(saidBy('mailbox_burst', { mailbox: 'shop' }), ['opens compromise account web1.example.com:shop'])
  assert.deepEqual(saidBy('mail_burst', { mailbox: null }), [])
  assert.deepEqual(saidBy('mail_burst', { mailbox: `${'a'.repeat(400)}@example.com` }), [])
})

test('an attack is keyed on its address, its network, or, if it has neither, on the mailbox', () => {
  const own = (fields: Partial<HeardEvent>): string | undefined => saidBy('login_burst', fields).at(-1)
  assert.equal(own({ mailbox: null }), 'opens attack address 192.0.2.7')
  assert.equal(
    own({ mailbox: null, ip: null, fields: { network: '2001:db8::/64' } }),
    'opens attack network 2001:db8::/64',
  )
  assert.equal(own({ ip: null }), 'opens attack mailbox ann@example.com')
  assert.equal(own({ ip: null, mailbox: null }), undefined)
})

test('who got in after a burst is evidence for the mailbox and against the attacker', () => {
  assert.deepEqual(saidBy('login_after_burst'), [
    'opens compromise mailbox ann@example.com',
    'joins attack address 192.0.2.7',
    'joins attack network 192.0.2.0/24',
    'joins attack mailbox ann@example.com',
  ])
})

test('one takeover is critical once: an attack matters at most as much as what it may lead to', () => {
  const takeover = evidenceOf(heard('mailbox_takeover', { severity: 'critical' }))
  assert.deepEqual(
    takeover.map(({ key, severity }) => `${key.kind} ${key.subjectType} ${severity}`),
    ['compromise mailbox critical', 'attack address high', 'attack network high', 'attack mailbox medium'],
  )
})

test('what a host does not tell is keyed on the host', () => {
  assert.deepEqual(saidBy('host_silent', { mailbox: null, ip: null }), ['opens blind_spot host web1.example.com'])
  assert.deepEqual(saidBy('source_seen', { mailbox: null, ip: null }), ['ends blind_spot host web1.example.com'])
})

test('what a check found is keyed on it with its host, and a network on the host', () => {
  const nobody = { mailbox: null, ip: null }
  const imap = { ...nobody, fields: { check: 'IMAP' } }
  assert.deepEqual(saidBy('service_down', imap), ['opens outage service web1.example.com:imap'])
  assert.deepEqual(saidBy('service_restarted', imap), ['joins outage service web1.example.com:imap'])
  assert.deepEqual(saidBy('service_recovered', imap), ['ends outage service web1.example.com:imap'])
  assert.deepEqual(saidBy('certificate_expires', imap), ['opens expiry service web1.example.com:imap'])
  assert.deepEqual(saidBy('certificate_renewed', imap), ['ends expiry service web1.example.com:imap'])
  assert.deepEqual(saidBy('network_down', nobody), ['opens outage host web1.example.com'])
  assert.deepEqual(saidBy('service_down', { ...imap, host: '' }), [])
})

test('a certificate matters as much as what is down from a week before its end on', () => {
  const weighed = (days: number): string | undefined =>
    evidenceOf(heard('certificate_expires', { severity: 'medium', fields: { check: 'imap', days_left: days } }))[0]
      ?.severity
  assert.deepEqual([weighed(20), weighed(8), weighed(7), weighed(0)], ['medium', 'medium', 'high', 'high'])
})

test('that a host speaks for another is no blindness of it: neither ends or hides the other', () => {
  assert.deepEqual(saidBy('foreign_host', { mailbox: null, ip: null }), ['opens misuse host web1.example.com'])
  const severities = (['host_silent', 'source_blind'] as const).map((kind) => hubDefinitionOf(kind).severity)
  assert.deepEqual(severities, ['critical', 'high'], 'a silent host is told beside a log that is known to be blind')
})

test('what is only counted becomes one piece for each key, with how often it concerns whom', () => {
  const failures = [1, 2, 3].map((index) =>
    heard('login_failed', { time: 100 * index, host: `web${index % 2}.example.com`, mailbox: null }),
  )
  const [step, address, ...others] = gathered([
    ...evidenceOf(heard('login')).slice(0, 1),
    ...failures.flatMap(evidenceOf),
  ])
  assert.equal(step?.step?.kind, 'login')
  assert.deepEqual(others.length, 1)
  assert.deepEqual([address?.first, address?.last, address?.severity], [100, 300, 'info'])
  assert.deepEqual(
    address?.concerns.map(({ type, name, first, last, steps }) => [type, name, first, last, steps]),
    [
      ['host', 'web1.example.com', 100, 300, 2],
      ['address', '192.0.2.7', 100, 300, 3],
      ['host', 'web0.example.com', 200, 200, 1],
    ],
  )
})

test('every step of a takeover that agents tell joins the compromise', () => {
  const isLogin = (kind: string): boolean => ['login', 'login_impersonated', 'session_opened'].includes(kind)
  const steps = KINDS.filter((kind) => definitionOf(kind).takeover !== false && !isLogin(kind))
  assert.deepEqual(
    steps.filter((kind) => kind !== 'log_gap' && !COMPROMISE_KINDS.includes(kind)),
    [],
  )
})

test('every kind that means something is one that the store knows', () => {
  assert.deepEqual(
    EVIDENCE_KINDS.filter((kind) => wordNumber(kind) < 0),
    [],
  )
})
