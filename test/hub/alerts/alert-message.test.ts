import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertMessage } from '../../../hub/alerts/alert-message.ts'
import { joinedMessage } from '../../../hub/alerts/joined-message.ts'
import type { ToldIncident, ToldStep } from '../../../hub/alerts/told-incident.ts'
import { alertIncident } from '../../support/alert-incident.ts'
import { NOW } from '../../support/stores.ts'

const STEP: ToldStep = {
  id: `${NOW}.login`,
  time: NOW - 60,
  host: 'web1.example.com',
  type: 'forward_added',
  mailbox: 'ann@example.com',
  ip: '192.0.2.7',
  place: null,
  from: [],
  fields: { forward_recipient: 'x@mail.example', log: '/var/log/maillog', offset: 4711 },
}

const TOLD: ToldIncident = {
  incident: alertIncident({ addresses: 12 }),
  steps: [STEP],
  hosts: ['web1.example.com'],
  mailboxes: ['ann@example.com'],
  addresses: ['192.0.2.7', '203.0.113.7'],
  ending: null,
  link: 'https://hub.example.com/incidents/7',
}

const PARTS = { id: 'm1', time: NOW * 1000, rule: 'takeovers', reason: 'opened' } as const

test('a message says what happened, whom it concerns, since when, each step with its host and line, and what to do', () => {
  const message = alertMessage({ ...TOLD, incident: { ...TOLD.incident, steps: 1 } }, PARTS)
  assert.equal(message.subject, '[spoor] mailbox ann@example.com: signs of a takeover')
  assert.equal(message.importance, 'high')
  assert.equal(message.thread, `incident-7-${NOW}`)
  assert.equal(
    message.text,
    `ann@example.com was probably taken over.

Severity:  high
State:     open
Since:     2026-11-20 07:59:00 UTC; last step 2026-11-20 08:00:00 UTC
Hosts:     web1.example.com
Mailboxes: ann@example.com
Addresses: 192.0.2.7, 203.0.113.7 and 10 more

What happened:
  2026-11-20 07:59:00 UTC  web1.example.com: ann@example.com (192.0.2.7) added a forward that leads to x@mail.example
      /var/log/maillog, byte 4711; event ${NOW}.login

What to look at:
  - Ask the owner whether it was them; if not, change the password and end all sessions.
  - Look for forwards, filters and autoresponders that stayed behind, and remove them.
  - Look at what was sent: see the mail queue, and whom it went to.
  - On the server, spoor-agent line EVENT prints the very line of the log.

https://hub.example.com/incidents/7

All of it: spoor-hub incidents show 7
Why you are told, by the rule takeovers, and who else: spoor-hub alerts why 7`,
  )
})

test('all messages about an incident have one subject and one thread, whatever changed', () => {
  const first = alertMessage(TOLD, PARTS)
  const ending = { at: NOW + 50, by: 'anna', reason: 'The password was changed.' }
  const incident = alertIncident({ state: 'resolved', severity: 'critical', sentence: 'Other.', revision: 9 })
  const last = alertMessage({ ...TOLD, incident, ending }, { ...PARTS, id: 'm2', reason: 'recovered' })
  assert.deepEqual([last.subject, last.thread], [first.subject, first.thread])
  assert.match(last.text, /^It is over\. Other\.$/m)
  assert.match(last.text, /^State: {5}resolved by anna at 2026-11-20 08:00:50 UTC: The password was changed\.$/m)
  assert.ok(!last.text.includes('What to look at'))
  assert.equal(last.importance, 'normal')
  for (const [reason, lead] of [
    ['changed', 'More has happened.'],
    ['raised', 'It is high now.'],
    ['reopened', 'It is open again.'],
    ['reminder', 'Nobody takes care of it yet.'],
  ] as const)
    assert.ok(alertMessage(TOLD, { ...PARTS, reason }).text.startsWith(lead))
})

test('what an attacker wrote forges no line, no subject and no end of a message', () => {
  const evil = 'x\r\nBcc: all@example.com\r\n\r\n<b>Now:</b>\u202e'
  const incident = alertIncident({ subject: evil, sentence: evil, assignee: evil })
  const step = { ...STEP, mailbox: evil, host: evil, fields: { forward_recipient: evil, log: evil, offset: 1 } }
  const message = alertMessage({ ...TOLD, incident, steps: [step], hosts: [evil] }, PARTS)
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  assert.doesNotMatch(message.subject, /[\u0000-\u001f\u202e]/)
  for (const line of message.text.split('\n')) assert.doesNotMatch(line, /^\s*(?:Bcc|<b>)|[\r\u202e]/)
  const longest = alertMessage({ ...TOLD, incident: alertIncident({ subject: 'x'.repeat(9999) }) }, PARTS)
  assert.ok(longest.subject.length <= 200)
})

test('of many steps the first and the last are shown, and the others counted', () => {
  const steps = Array.from({ length: 20 }, (_, index) => ({ ...STEP, id: String(index), fields: {} }))
  const { text } = alertMessage({ ...TOLD, steps, incident: alertIncident({ steps: 500 }) }, PARTS)
  assert.equal(text.match(/added a forward/g)?.length, 20)
  assert.match(text, /^ {2}… 480 further steps$/m)
})

test('a message that joins others lists each incident once, the rest as a number', () => {
  const listed = [
    { host: 'web1.example.com', incident: alertIncident(), link: null },
    { host: '', incident: alertIncident({ id: 8 }), link: null },
  ]
  const countOf = new Map([
    ['web1.example.com', 300],
    ['', 1],
    ['web2.example.com', 2],
  ])
  const parts = { ...PARTS, channel: 'staff', countOf }
  const joined = joinedMessage(listed, { ...parts, reason: 'joined', rule: '' })
  assert.equal(joined.subject, '[spoor] Many incidents at once')
  assert.equal(
    joined.text,
    `The channel staff got as many messages as it may get in an hour, or one server its share of them, so these come together: 303 incidents, as they are now.

web1.example.com: 300 incidents
- [high, open] ann@example.com was probably taken over. (incident 7, since 2026-11-20 07:59:00 UTC)
… and 299 more

Several hosts, or none: 1 incident
- [high, open] ann@example.com was probably taken over. (incident 8, since 2026-11-20 07:59:00 UTC)

… and 2 more of 1 further server`,
  )
  const digest = joinedMessage(listed, { ...parts, reason: 'digest' })
  assert.equal(digest.subject, '[spoor] Digest of takeovers')
  assert.match(digest.text, /^What the rule takeovers told since the last digest/)
})

test('a credential that is misused is told in words of its own', () => {
  const incident = alertIncident({ kind: 'misuse', subjectType: 'host', subject: 'web1.example.com' })
  const { subject, text } = alertMessage({ ...TOLD, incident }, PARTS)
  assert.equal(subject, '[spoor] web1.example.com speaks for other hosts')
  assert.match(text, /spoor-hub agents revoke/)
})
