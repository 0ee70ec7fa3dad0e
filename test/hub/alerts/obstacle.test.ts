import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Concerned, whyNot } from '../../../hub/alerts/obstacle.ts'
import type { Snooze } from '../../../hub/alerts/snooze.ts'
import { alertIncident, alertRule } from '../../support/alert-incident.ts'
import { NOW } from '../../support/stores.ts'

const NOBODY: Concerned = { labels: [], hosts: [], services: [], mailboxes: [], addresses: [] }

function snooze(what: Snooze['what'], which: string, until = NOW + 3600, id = 3): Snooze {
  return { id, what, which, kind: null, until, who: 'anna', reason: 'maintenance' }
}

test('a rule tells what has its severity, kind and one of its labels, and says what is in the way', () => {
  const because = (rule: object, concerned: object = {}): string | undefined =>
    whyNot(alertRule(rule), alertIncident(), { ...NOBODY, ...concerned }, [])?.sentence
  assert.equal(because({ severity: 'high', kinds: ['compromise'] }), undefined)
  assert.equal(because({ severity: 'critical' }), 'Its severity is high, and the rule tells critical and above.')
  assert.equal(
    because({ kinds: ['attack', 'blind_spot'] }),
    'It is a compromise, and the rule tells only of attacks, blind spots.',
  )
  assert.equal(because({ labels: ['shared', 'mail'] }), 'It concerns no server with the label shared or mail.')
  assert.equal(because({ labels: ['shared'] }, { labels: ['mail', 'shared'] }), undefined)
})

test('a snooze stops what it names, and says who, until when and why', () => {
  const obstacle = whyNot(alertRule(), alertIncident(), NOBODY, [snooze('incident', '7')])
  assert.deepEqual(obstacle, {
    why: 'snooze',
    until: NOW + 3600,
    sentence: 'anna snoozed the incident 7 until 2026-11-20 09:00:00 UTC (maintenance); snooze 3.',
  })
  for (const stops of [snooze('rule', 'takeovers'), snooze('kind', 'compromise')])
    assert.equal(whyNot(alertRule(), alertIncident(), NOBODY, [stops])?.why, 'snooze')
  for (const other of [snooze('rule', 'others'), snooze('incident', '8'), snooze('mailbox', 'ann@example.com')])
    assert.equal(whyNot(alertRule(), alertIncident(), NOBODY, [other]), undefined)
})

test('a snooze of one host does not stop what concerns another, too; two snoozes together do, until the first ends', () => {
  const concerned = { ...NOBODY, hosts: ['web1.example.com', 'web2.example.com'] }
  const [one, two] = [snooze('host', 'web1.example.com', NOW + 50), snooze('host', 'web2.example.com', NOW + 90)]
  assert.equal(whyNot(alertRule(), alertIncident(), concerned, [one]), undefined)
  assert.equal(whyNot(alertRule(), alertIncident(), concerned, [one, two])?.until, NOW + 50)
  const longer = snooze('host', 'web1.example.com', NOW + 70)
  assert.equal(whyNot(alertRule(), alertIncident(), concerned, [one, two, longer])?.until, NOW + 70)
})

test('of several snoozes the one that lasts longest counts, and a mismatch before all of them', () => {
  const both = [snooze('rule', 'takeovers', NOW + 50), snooze('incident', '7', NOW + 90)]
  assert.equal(whyNot(alertRule(), alertIncident(), NOBODY, both)?.until, NOW + 90)
  assert.equal(whyNot(alertRule({ severity: 'critical' }), alertIncident(), NOBODY, both)?.why, 'severity')
})

test('a snooze of one kind lets the others through', () => {
  const concerned = { ...NOBODY, hosts: ['web1.example.com'] }
  const blind = { ...snooze('host', 'web1.example.com'), kind: 'blind_spot' }
  assert.equal(whyNot(alertRule(), alertIncident(), concerned, [blind]), undefined)
  assert.equal(whyNot(alertRule(), alertIncident({ kind: 'blind_spot' }), concerned, [blind])?.why, 'snooze')
})
